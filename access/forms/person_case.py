"""Forms of the queue of person-cases and of the decision on one."""

from __future__ import annotations

from django import forms

from access.casework.words import AnswerReason, HandOverGround
from access.detection.registry import RULES
from access.enums import PersonCaseState
from access.selectors.case_finding import CLOSED, OPEN, TODAY, WAITING

MINE = "me"


class CaseFilters(forms.Form):
    """What narrows the queue."""

    text = forms.CharField(
        label="Reference",
        required=False,
        max_length=100,
        help_text="A name finds only cases that you have unmasked.",
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (TODAY, "On today's desk"),
            (OPEN, "All open"),
            (WAITING, "Waiting"),
            (PersonCaseState.TO_CONFIRM.value, PersonCaseState.TO_CONFIRM.label),
            (PersonCaseState.ESCALATED.value, PersonCaseState.ESCALATED.label),
            (PersonCaseState.HANDED_OVER.value, PersonCaseState.HANDED_OVER.label),
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


class HandOverForm(CaseReasonForm):
    """To whom at the police a case goes."""

    ground = forms.ChoiceField(label="On what ground", choices=HandOverGround.choices())
    handed_to = forms.CharField(label="Liaison officer and unit", max_length=200)
    handed_ref = forms.CharField(label="Their reference", required=False, max_length=60)
    field_order = ("ground", "handed_to", "handed_ref", "reason")


class UnmaskForm(forms.Form):
    """Why an officer needs to see whom a case is about."""

    reason = forms.CharField(
        label="Why do you need the name?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record. You alone see the name, for a week.",
    )


class AnswerForm(forms.Form):
    """What somebody says a look-up or an entry was for."""

    answer = forms.ChoiceField(
        label="What was it for?", choices=AnswerReason.choices(), widget=forms.RadioSelect
    )
    work_ref = forms.CharField(label="Number of the order or ticket", required=False, max_length=60)
    remark = forms.CharField(
        label="In your own words", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
