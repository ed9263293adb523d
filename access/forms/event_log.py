"""Filters of the logs of gate attempts and look-ups."""

from __future__ import annotations

from typing import Any

from django import forms

from access.enums import DataResult, FieldClass, GateResult


class MomentInput(forms.DateTimeInput):
    """A date and time by the browser's own control."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PeriodFilters(forms.Form):
    """A stretch of time in the port's own time zone; either end may be open."""

    since = forms.DateTimeField(label="From", required=False, widget=MomentInput)
    until = forms.DateTimeField(label="To", required=False, widget=MomentInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "This is before the beginning.")
        return values


class EventFilters(PeriodFilters):
    """What narrows the log of gate attempts. `readers` depends on the caller's reach."""

    person = forms.CharField(label="Person or badge", required=False, max_length=100)
    reader = forms.ChoiceField(label="Gate", required=False)
    result = forms.ChoiceField(label="Result", required=False, choices=[("", "Any"), *GateResult.choices()])

    field_order = ("person", "reader", "result", "since", "until")

    def __init__(self, *args: Any, readers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = [("", "All gates"), *(readers or [])]


class LookUpFilters(PeriodFilters):
    """What narrows the log of look-ups."""

    person = forms.CharField(label="Person or account", required=False, max_length=100)
    container = forms.CharField(label="Container", required=False, max_length=60)
    result = forms.ChoiceField(label="Result", required=False, choices=[("", "Any"), *DataResult.choices()])
    field_class = forms.ChoiceField(
        label="Class",
        required=False,
        choices=[("", "Any"), *((c.value, f"{c} {c.label}") for c in FieldClass)],
    )
    unexplained = forms.BooleanField(label="Unexplained only", required=False)

    field_order = ("person", "container", "result", "field_class", "since", "until", "unexplained")
