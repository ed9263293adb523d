"""Forms of the reception: who arrives, leaves or is sent away."""

from __future__ import annotations

from typing import Any

from django import forms

from access.visiting.arrival import IdentityPaper

LONGEST_SERIAL = 40
CARD = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ArrivalForm(forms.Form):
    """The guard has compared the paper, and the escort stands there."""

    paper = forms.ChoiceField(label="Paper shown", choices=[("", "Choose"), *IdentityPaper.choices()])
    agrees = forms.BooleanField(
        label="Name, birth date and picture agree with it",
        help_text="Only the kind of paper is kept, never its number.",
        error_messages={"required": "Compare name, birth date and picture with the paper first."},
    )
    escort = forms.CharField(
        label="Badge of the escort",
        max_length=LONGEST_SERIAL,
        required=False,
        widget=forms.TextInput(attrs=CARD),
    )
    arrived_with = forms.CharField(
        label="Comes with", max_length=120, required=False, help_text="Equipment, or others of the group."
    )

    def __init__(self, *args: Any, named: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escort = self.fields["escort"]
        escort.required = not named
        escort.help_text = f"Empty: {named}, as the host named." if named else "The number printed on it."


class LeavingForm(forms.Form):
    """The visitor goes."""

    card = forms.ChoiceField(
        label="The visitor's card",
        widget=forms.RadioSelect,
        choices=[("back", "Handed in"), ("missing", "Not handed in: it opens nothing any more")],
    )


class EscortForm(forms.Form):
    escort = forms.CharField(
        label="Badge of the new escort",
        max_length=LONGEST_SERIAL,
        help_text="The number printed on it.",
        widget=forms.TextInput(attrs=CARD),
    )


class VisitReasonForm(forms.Form):
    """A step that needs nothing but its reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record, and the host reads it.",
    )


class EssentialForm(VisitReasonForm):
    essential = forms.ChoiceField(
        label="At security level 3",
        widget=forms.RadioSelect,
        choices=[("yes", "Goes on, one escort to one visitor"), ("no", "Is suspended")],
    )
    field_order = ("essential", "reason")
