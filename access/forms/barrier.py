"""Forms of the register of barriers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django import forms

from access.enums import BarrierCondition, BarrierKind
from access.models import Area, Barrier, Gate
from access.services.barrier import BarrierDetails, details_of
from accounts.models import Port

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NEXT = timedelta(days=90)
"""How far ahead the next inspection is proposed: four a year, a house proposal of November 2026."""


class BarrierFilters(forms.Form):
    text = forms.CharField(label="Name or code", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *BarrierKind.choices()])
    condition = forms.ChoiceField(
        label="Condition", required=False, choices=[("", "Any condition"), *BarrierCondition.choices()]
    )
    due = forms.ChoiceField(
        label="Inspection",
        required=False,
        choices=[("", "Any"), ("overdue", "Overdue"), ("soon", "Within 14 days")],
    )


class BarrierForm(forms.Form):
    """What a barrier is and where it stands."""

    code = forms.CharField(label="Code", max_length=40)
    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=BarrierKind.choices())
    area = forms.ChoiceField(label="Around area", required=False)
    gate = forms.ChoiceField(label="At gate", required=False)
    first_inspection_on = forms.DateField(
        label="First inspection by", widget=DAY, help_text="After that day it counts as overdue."
    )

    def __init__(
        self, *args: Any, port: Port, today: date, barrier: Barrier | None = None, **kwargs: Any
    ) -> None:
        initial = asdict(details_of(barrier)) if barrier else {"first_inspection_on": today + NEXT}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        if barrier is not None:
            del self.fields["first_inspection_on"]
        self.fields["area"].choices = [
            ("", "None"),
            *((area.code, f"{area.name} ({area.code})") for area in Area.objects.filter(port=port)),
        ]
        self.fields["gate"].choices = [
            ("", "None"),
            *((gate.code, f"{gate.name} ({gate.code})") for gate in Gate.objects.filter(port=port)),
        ]

    def details(self) -> BarrierDetails:
        values = {name: value for name, value in self.cleaned_data.items() if name != "first_inspection_on"}
        return BarrierDetails(**values)


class InspectionForm(forms.Form):
    """How a barrier was found."""

    on = forms.DateField(label="Inspected on", widget=DAY)
    condition = forms.TypedChoiceField(
        label="Condition",
        coerce=BarrierCondition,
        choices=BarrierCondition.choices(),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is the matter, and who mends it. Needed unless the condition is good.",
    )
    next_on = forms.DateField(label="Next inspection by", widget=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today, "next_on": today + NEXT})
        super().__init__(*args, **kwargs)
