"""Forms of the queue of person-cases and of the decision on one."""

from __future__ import annotations

from django import forms

from access.detection.registry import RULES
from access.enums import PersonCaseState
from access.selectors.case_finding import CLOSED, OPEN

MINE = "me"


class CaseFilters(forms.Form):
    """What narrows the queue."""

    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OPEN, PersonCaseState.OPEN.label),
            (PersonCaseState.ESCALATED.value, PersonCaseState.ESCALATED.label),
            (CLOSED, "Closed"),
        ],
    )
    owner = forms.ChoiceField(label="Owner", required=False, choices=[("", "Anyone"), (MINE, "Me")])
    rule = forms.ChoiceField(
        label="Rule",
        required=False,
        choices=[("", "Any rule"), *((rule.id, f"{rule.id} {rule.title}") for rule in RULES)],
    )


class CaseReasonForm(forms.Form):
    """A decision and its reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you looked at and what it showed. It goes on record.",
    )


class EscalateForm(CaseReasonForm):
    """The reason is what the officers of the reassessment start from."""

    suspend = forms.BooleanField(
        label="Suspend the clearance meanwhile",
        required=False,
        initial=True,
        help_text="Gates and look-ups refuse from this moment. Leave it out only where no harm can follow.",
    )
