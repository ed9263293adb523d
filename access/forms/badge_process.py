"""Forms of the ways in which a badge goes on, and of its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from access.services.badge_process import Cause
from accounts.models import User


class RenewalForm(forms.Form):
    """A badge that follows another one: what for, and until when."""

    need = forms.CharField(
        label="For what work it is still needed", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    needed_until = forms.DateField(
        label="Until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, longest: date | None = None, **kwargs: Any) -> None:
        """`longest` is the last day that what the badge rests on allows."""
        super().__init__(*args, **kwargs)
        if longest is not None:
            self.fields["needed_until"].initial = longest
            self.fields["needed_until"].help_text = f"At the longest {longest:%-d %B %Y}."


class ReplacementForm(forms.Form):
    """What happened to the card."""

    cause = forms.ChoiceField(label="The card is", widget=forms.RadioSelect, choices=Cause.choices())
    reason = forms.CharField(
        label="What happened",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where and when, as the holder tells it. It goes on record.",
    )


class RevalidationForm(forms.Form):
    """Holder and card were seen together; which areas are still needed."""

    areas = forms.MultipleChoiceField(
        label="Areas that are still needed",
        widget=forms.CheckboxSelectMultiple,
        help_text="What is not ticked stops opening at once.",
    )
    seen = forms.BooleanField(label="I saw the holder with this card and compared the photo")
    remark = forms.CharField(
        label="Remark", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"areas": [code for code, _ in areas]})
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = areas


class DestructionForm(forms.Form):
    """A card that was handed in is destroyed before a witness."""

    witness = forms.ModelChoiceField(
        label="Witness", queryset=User.objects.none(), help_text="Somebody else, who saw it."
    )
    reason = forms.CharField(
        label="How it was destroyed", max_length=500, help_text="Shredded, cut through chip and photo."
    )

    def __init__(self, *args: Any, witnesses: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = witnesses
