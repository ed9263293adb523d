"""Forms of the issue desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from access.models import Area
from screening.enums import ClearanceLevel

LEVEL_NEEDED = {0: "no clearance needed"} | {
    level.rank: f"{level.label.lower()} clearance" for level in ClearanceLevel
}
LAST_SECOND = time(23, 59, 59)  # a badge opens until the end of its last day


class FindHolderForm(forms.Form):
    find = forms.CharField(
        label="Name, birth date or badge number",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AreaChoices(forms.CheckboxSelectMultiple):
    """Areas as boxes; those above the holder's clearance cannot be ticked."""

    too_high: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.too_high:
            option["attrs"]["disabled"] = True
        return option


class IssueForm(forms.Form):
    """A new badge: which areas it opens, and until when."""

    areas = forms.MultipleChoiceField(label="Areas", widget=AreaChoices)
    valid_until = forms.DateField(
        label="Valid until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, areas: Iterable[Area], rank: int, longest: date | None, **kwargs: Any
    ) -> None:
        """`rank` is that of the holder's clearance, `longest` its last day."""
        super().__init__(*args, **kwargs)
        offered = list(areas)
        field = self.fields["areas"]
        field.choices = [(area.code, _label(area, rank)) for area in offered]
        field.widget.too_high = frozenset(area.code for area in offered if area.level > rank)
        if longest is not None:
            self.fields["valid_until"].help_text = f"At the longest {longest:%-d %B %Y}, as the clearance."
            self.fields["valid_until"].widget.attrs["max"] = longest.isoformat()

    def end(self) -> datetime:
        """The last second of the chosen day, in the port's time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["valid_until"], LAST_SECOND))


def _label(area: Area, rank: int) -> str:
    above = " – above this clearance" if area.level > rank else ""
    return f"{area.name}: {LEVEL_NEEDED.get(area.level, 'unknown level')}{above}"
