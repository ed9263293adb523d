"""Forms of decisions: the proposal, the second opinion, a panel's vote, interim clearances."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from screening.deciding.words import PanelChoice
from screening.enums import Outcome

LONGEST_TEXT = 4000


class OpenOrClosed(forms.Form):
    """What narrows lists of panels, hearings and remedies."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), ("open", "Open"), ("closed", "Closed")]
    )


class GrantTerms(forms.Form):
    """What a grant would rest on. `longest` is the last day that the policy supports."""

    valid_until = forms.DateField(
        label="Valid until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line. Needed for a grant with conditions; the person reads them.",
    )
    escort_only = forms.BooleanField(
        label="With an escort only",
        required=False,
        help_text="No standing badge, and no look at logistics data.",
    )

    def limit_end(self, longest: date | None, months: int) -> None:
        """Say how long the policy supports; without an assessment there is no end to choose."""
        if longest is None:
            del self.fields["valid_until"]
            return
        field = self.fields["valid_until"]
        field.help_text = (
            f"At the longest {longest:%-d %B %Y}: the policy supports {months} months in this case."
        )


class ProposalForm(GrantTerms):
    """A proposal of one outcome. A refusal has no end, a plain grant no conditions."""

    outcome = forms.ChoiceField(widget=forms.HiddenInput, choices=Outcome.choices())
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The findings you weighed and why. It goes on record, for officers only.",
    )
    statement = forms.CharField(
        label="Text to the person",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Stands in the notice and in the decision, below the findings.",
    )
    field_order = ("outcome", "reason", "valid_until", "conditions", "escort_only", "statement")

    def __init__(
        self, *args: Any, outcome: Outcome, longest: date | None, months: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if outcome is Outcome.REFUSE:
            longest = None
        self.limit_end(longest, months)
        if longest is not None:
            self.fields["valid_until"].initial = longest
            self.fields["valid_until"].required = True
        if outcome is Outcome.CONDITIONAL:
            self.fields["conditions"].required = True
        else:
            del self.fields["conditions"], self.fields["escort_only"]
        if outcome is Outcome.GRANT:
            del self.fields["statement"]


class OpinionForm(GrantTerms):
    """The second officer's own outcome, formed on the evidence alone."""

    RETURN = "return"

    answer = forms.ChoiceField(
        label="Your own outcome",
        widget=forms.RadioSelect,
        choices=[
            *Outcome.choices(),
            (RETURN, "The evidence does not suffice: return it to the case officer"),
        ],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you weighed and why. It goes on record.",
    )
    field_order = ("answer", "reason", "valid_until", "conditions", "escort_only")

    def __init__(self, *args: Any, longest: date | None, months: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit_end(longest, months)


class VoteForm(OpinionForm):
    """A vote in a panel."""

    answer = forms.ChoiceField(label="Your vote", widget=forms.RadioSelect, choices=PanelChoice.choices())


class InterimForm(GrantTerms):
    """A short clearance while an answer is late."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why the work cannot wait. It goes on record.",
    )
    field_order = ("reason", "valid_until", "conditions", "escort_only")

    def __init__(self, *args: Any, longest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["valid_until"]
        field.required, field.initial = True, longest
        field.help_text = f"At the longest {longest:%-d %B %Y}; it ends by itself."
        self.fields["escort_only"].initial = True


class AnswerForm(forms.Form):
    """Agree with what another officer proposed, or not."""

    AGREE, DECLINE = "agree", "decline"

    answer = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[(AGREE, "I agree"), (DECLINE, "I do not agree")],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It goes on record.",
    )
