"""Forms of escorted permits."""

from __future__ import annotations

from django import forms

from screening.kinds.escort import LONGEST, MOST_DAYS_A_YEAR
from screening.kinds.words import PermitKind
from screening.selectors.permit import ESCORTED


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ExtensionForm(forms.Form):
    """The second and last stretch of a temporary permit."""

    last = _day("Last day")
    days = forms.IntegerField(
        label="Days on site",
        min_value=1,
        max_value=MOST_DAYS_A_YEAR,
        help_text=f"{MOST_DAYS_A_YEAR} in a rolling year, whoever sponsors them.",
    )


class PermitForm(ExtensionForm):
    """An escorted permit."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (kind.value, f"{kind.label}, at most {LONGEST[kind]} days")
            for kind in PermitKind
            if kind.value in ESCORTED
        ],
    )
    first = _day("First day")
    field_order = ("kind", "first", "last", "days")
