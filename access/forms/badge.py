"""Forms of the badge register and of the steps on a badge."""

from __future__ import annotations

from typing import Any

from django import forms

from access.enums import BadgeStanding


class BadgeFilters(forms.Form):
    """What narrows the register. `areas` and `organisations` depend on the caller's reach."""

    text = forms.CharField(label="Badge, name or reference", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *BadgeStanding.choices()]
    )
    area = forms.ChoiceField(label="Area", required=False)
    organisation = forms.TypedChoiceField(label="Organisation", required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        areas: list[tuple[str, str]] | None = None,
        organisations: list[tuple[int, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Any area"), *(areas or [])]
        self.fields["organisation"].choices = [("", "Any organisation"), *(organisations or [])]


class BadgeReasonForm(forms.Form):
    """A step on a badge needs nothing but its reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What happened. It goes on record, and colleagues at the desk read it.",
    )
