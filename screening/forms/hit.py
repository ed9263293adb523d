"""The forms in which an officer says whether a listed entry is the person, or lets its authority say so."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.adjudication_words import DismissalGround
from screening.enums import HitState
from screening.models import CrewHit, Hit

FIRST = [
    (HitState.DIFFERENT.value, "No, a different person"),
    (HitState.SAME.value, "Yes, the same person – a second officer must confirm it"),
    (HitState.UNSURE.value, "Unsure – more must be found out, or it is weighed"),
]
SECOND = [
    (HitState.SAME.value, "Yes, I confirm it: the same person – this cannot be taken back"),
    (HitState.DIFFERENT.value, "No, a different person"),
    (HitState.UNSURE.value, "Unsure – more must be found out, or it is weighed"),
    (HitState.OPEN.value, "Return it – it must be compared anew"),
]


class ReasonForm(forms.Form):
    """The officer's own words, which all of these forms take. `heading` and `submit` name the panel."""

    heading, submit = "Decide", "Decide"
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you compared and what it showed. It goes on record.",
    )

    def said(self) -> dict[str, Any]:
        """The arguments of the command."""
        return {"state": HitState.SAME, "reason": self.cleaned_data["reason"]}


class HitForm(ReasonForm):
    """Same, different or unsure; for the second officer also "return it"."""

    state = forms.ChoiceField(label="Is this the same person?", widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label="If a different person: what differs?",
        required=False,
        choices=[("", "Choose"), *DismissalGround.choices()],
        help_text="“Another reason” needs your own words below.",
    )
    field_order = ("state", "ground", "reason")

    def __init__(self, *args: Any, is_second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = SECOND if is_second else FIRST

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        ground = DismissalGround(given["ground"] or DismissalGround.OTHER.value)
        return super().said() | {"state": HitState(given["state"]), "ground": ground}


class NoteForm(ReasonForm):
    """The same where the authority judges, and nothing that it tells belongs into a file."""

    reason = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="How you reached it. Never what it says about the person.",
    )


class ReferralForm(NoteForm):
    """To whom a hit of a restricted list goes."""

    heading, submit = "Refer", "Referred"
    referral = forms.CharField(
        label="Authority and whom you reached",
        max_length=120,
        help_text="Give them the number of this hit and the person's details; their list says the rest.",
    )
    field_order = ("referral", "reason")

    def said(self) -> dict[str, Any]:
        return super().said() | {"referral": self.cleaned_data["referral"]}


class AuthorityAnswerForm(NoteForm):
    """What the authority answered: its word and its number, never its reasons."""

    heading, submit = "The authority's answer", "Keep the answer"
    state = forms.ChoiceField(
        label="What does the authority answer?",
        widget=forms.RadioSelect,
        choices=[
            (HitState.DIFFERENT.value, "It does not object"),
            (HitState.SAME.value, "It objects – this cannot be taken back"),
            (HitState.OPEN.value, "No answer – the hit must be referred anew"),
        ],
    )
    referral = forms.CharField(
        label="Number of its answer",
        required=False,
        max_length=40,
        help_text="The file number of the authority, without spaces. Never a text.",
    )
    field_order = ("state", "referral", "reason")

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return super().said() | {"state": HitState(given["state"]), "referral": given["referral"]}


def form_for(found: Hit | CrewHit, data: Any = None) -> ReasonForm:
    """The form that the hit asks for as it stands."""
    if not found.is_restricted:
        return HitForm(data, is_second=found.awaits_second)
    return AuthorityAnswerForm(data) if found.awaits_second else ReferralForm(data)
