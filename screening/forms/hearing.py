"""Forms of hearings: the officer's room and the person's page. The person's labels are translated."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

LONGEST_TEXT = 8000
DATE = {"type": "date"}


class WithholdForm(forms.Form):
    """Why a finding may not be shown, and what the person learns instead."""

    legal_ground = forms.CharField(label="Legal ground", max_length=300)
    essence = forms.CharField(
        label="Essence for the person",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence that lets the person defend themselves without giving the secret away.",
    )


class ExtensionForm(forms.Form):
    """More time for the person."""

    until = forms.DateField(label="May answer until", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    reason = forms.CharField(label="Reason", max_length=1000, help_text="It goes on record.")


class ObservationForm(forms.Form):
    """What the person said or wrote on paper."""

    text = forms.CharField(
        label="The person's answer", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_complete = forms.BooleanField(
        label="The person has said everything", required=False, help_text="The hearing is closed then."
    )


class KeyForm(forms.Form):
    """The second key to the person's page."""

    birth_date = forms.DateField(label=gettext_lazy("Your date of birth"), widget=forms.DateInput(attrs=DATE))


class OwnAnswerForm(forms.Form):
    """The person's answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )
    upload = forms.FileField(
        label=gettext_lazy("A paper, if you have one"),
        required=False,
        help_text=gettext_lazy("A court decision or certificate, say: JPEG, PNG, WebP or PDF, up to 10 MB."),
    )
    is_complete = forms.BooleanField(
        label=gettext_lazy("I have said everything; you may decide now"),
        required=False,
        help_text=gettext_lazy("Leave it open if you want to add something later."),
    )


class MoreTimeForm(forms.Form):
    """The person asks for more time."""

    wish = forms.CharField(
        label=gettext_lazy("Why you need more time"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemedyForm(forms.Form):
    """One of the two doors, with its list of what may be shown."""

    grounds = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("What you can show"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, label: str, evidence: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grounds"].label = label
        self.fields["evidence"].choices = [(text, gettext(text)) for text in evidence]  # type: ignore[attr-defined]
