"""Forms of the register of people."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.enums import PersonCategory
from screening.selectors.standing import REGISTER_STANDINGS


class PersonFilters(forms.Form):
    """What narrows the register. `organisations` depends on the caller's reach."""

    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    organisation = forms.TypedChoiceField(label="Organisation", required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(
        label="Category", required=False, choices=[("", "Any category"), *PersonCategory.choices()]
    )
    clearance = forms.ChoiceField(
        label="Clearance",
        required=False,
        choices=[("", "Any"), *((word.value, word.label) for word in REGISTER_STANDINGS)],
    )

    def __init__(self, *args: Any, organisations: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "Any organisation"), *(organisations or [])]


class OutcomeFilters(forms.Form):
    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    left = forms.BooleanField(label="Left", required=False)


class EndingFilters(forms.Form):
    text = forms.CharField(label="Name or reference", required=False, max_length=100)


class CompanyFilters(forms.Form):
    text = forms.CharField(label="Name or code", required=False, max_length=100)
