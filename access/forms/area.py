"""Forms of areas and their opening hours."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from access.forms.desk import LEVEL_NEEDED
from access.gate.isps import RosterRule
from access.gate.opening_hours import Span
from access.gate.passage import AntiPassbackMode
from access.models import Area, Training
from access.services.area import details_of
from access.zoning.area_details import AreaDetails
from access.zoning.week import DAYS, read_spans, written
from accounts.models import Port

ROSTERS = [
    (RosterRule.NOT_ASKED.value, "Not asked"),
    (RosterRule.NOTICED.value, "Coming outside the roster is noted"),
    (RosterRule.CONFIRMED.value, "A supervisor must confirm it"),
    (RosterRule.REQUIRED.value, "Refused outside the roster"),
]
LONGEST_HOURS = 200  # characters of one day's hours


class AreaForm(forms.Form):
    """What an area is and asks. Areas inside it ask it, too."""

    code = forms.CharField(
        label="Code", max_length=40, help_text="Letters, digits, dots and dashes. It stays once it is used."
    )
    name = forms.CharField(label="Name", max_length=120)
    parent = forms.ChoiceField(label="Lies in", required=False)
    level = forms.TypedChoiceField(label="Clearance", coerce=int, choices=list(LEVEL_NEEDED.items()))
    is_restricted = forms.BooleanField(
        label="Restricted area (ISPS Code)",
        required=False,
        help_text="Fewer people with one escort, and stricter comparison from level 2.",
    )
    trainings = forms.MultipleChoiceField(
        label="Trainings and licences", required=False, widget=forms.CheckboxSelectMultiple
    )
    biometric = forms.BooleanField(label="Finger or face are always compared", required=False)
    escort_allowed = forms.BooleanField(label="People may be led in by an escort", required=False)
    walk_path = forms.BooleanField(
        label="Crews walk here", required=False, help_text="With a ship-call permit, between ship and gate."
    )
    two_person_seconds = forms.IntegerField(
        label="Two persons: seconds between them",
        required=False,
        min_value=1,
        max_value=600,
        help_text="Empty: one person may be inside alone.",
    )
    roster = forms.TypedChoiceField(label="Outside the roster", coerce=int, choices=ROSTERS)
    vehicles_allowed = forms.BooleanField(label="Vehicles may come in", required=False)
    vehicle_booking = forms.BooleanField(label="Vehicles only with an appointment", required=False)
    passback_mode = forms.ChoiceField(
        label="Second entry without a way out",
        required=False,
        choices=[("", "Not watched"), *AntiPassbackMode.choices()],
        help_text="Soft notes it, hard refuses it, timed for a while. Needs readers on the way out.",
    )
    passback_seconds = forms.IntegerField(label="Refused for seconds (timed)", required=False, min_value=1)
    passback_forgets_hours = forms.IntegerField(
        label="Forgotten after hours",
        required=False,
        min_value=1,
        max_value=720,
        initial=16,
        help_text="So that one missed reading locks nobody out for good.",
    )
    zone = forms.CharField(
        label="Time zone", required=False, max_length=60, help_text="Empty: that of the port."
    )

    def __init__(self, *args: Any, port: Port, area: Area | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(area))
        super().__init__(*args, **kwargs)
        others = Area.objects.filter(port=port).order_by("code")
        if area is not None:
            others = others.exclude(pk=area.pk)
        self.fields["parent"].choices = [
            ("", "No other area: it borders on outside"),
            *((each.code, f"{each.name} ({each.code})") for each in others),
        ]
        self.fields["trainings"].choices = list(
            Training.objects.filter(port=port).values_list("code", "name").order_by("name")
        )
        if not self.fields["trainings"].choices:
            self.fields["trainings"].help_text = "The port has entered no trainings yet."

    def details(self) -> AreaDetails:
        values = dict(self.cleaned_data)
        return AreaDetails(**values | {"trainings": tuple(values["trainings"])})


class ReasonForm(forms.Form):
    """A step that needs nothing but its reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record.",
    )


class SpansField(forms.CharField):
    """Stretches of one day, such as "06:00-14:00, 15:00-22:00"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_HOURS, **kwargs)

    def clean(self, value: Any) -> tuple[Span, ...]:
        text: str = super().clean(value)
        try:
            return read_spans(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class WeekForm(forms.Form):
    """Hours of each weekday; all of them empty is always open."""

    def __init__(self, *args: Any, week: dict[int, tuple[Span, ...]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(DAYS):
            initial = written((week or {}).get(day, ()))
            self.fields[f"day_{day}"] = SpansField(label=name, initial=initial)

    def week(self) -> dict[int, tuple[Span, ...]]:
        spans = {day: self.cleaned_data[f"day_{day}"] for day in range(len(DAYS))}
        return {day: found for day, found in spans.items() if found}


class OtherDayForm(forms.Form):
    """A day with hours of its own."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label="What kind of day", max_length=120)
    spans = SpansField(label="Hours", help_text="06:00-14:00, or 24h. Empty: closed all day.")


class HolidaysForm(forms.Form):
    """Public holidays of a State in a year."""

    country = forms.RegexField(
        r"\A[A-Z]{2}\Z", label="Country", max_length=2, help_text="Two letters, such as BE."
    )
    year = forms.IntegerField(label="Year")

    def __init__(self, *args: Any, country: str, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"country": country, "year": today.year})
        super().__init__(*args, **kwargs)


def _initial(area: Area | None) -> dict[str, Any]:
    details = details_of(area) if area is not None else AreaDetails(code="", name="")
    names = AreaForm.base_fields.keys()
    return {name: getattr(details, name) for name in names}
