"""Forms of gates and readers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms

from access.enums import GateKind
from access.models import Area, Gate, Reader
from access.models.area import ISPS_LEVELS
from access.services import gate as gates
from access.services import reader as readers
from accounts.models import Port


class GateForm(forms.Form):
    """What a gate is."""

    code = forms.CharField(label="Code", max_length=40)
    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=GateKind.choices())
    highest_level = forms.TypedChoiceField(
        label="Serves up to ISPS level",
        coerce=int,
        choices=ISPS_LEVELS,
        initial=ISPS_LEVELS[-1][0],
        help_text="Above it nobody comes in here; ways out stay open.",
    )
    instructions = forms.CharField(
        label="Instructions",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the guard who stands there.",
    )

    def __init__(self, *args: Any, gate: Gate | None = None, **kwargs: Any) -> None:
        if gate is not None:
            kwargs.setdefault("initial", asdict(gates.details_of(gate)))
        super().__init__(*args, **kwargs)

    def details(self) -> gates.GateDetails:
        return gates.GateDetails(**self.cleaned_data)


class ReaderForm(forms.Form):
    """Where a reader stands and which areas it joins."""

    code = forms.CharField(label="Code", max_length=40)
    gate = forms.ChoiceField(label="Gate", required=False)
    area_from = forms.ChoiceField(label="Leads from", required=False)
    area_to = forms.ChoiceField(label="Leads to", required=False)
    terminal = forms.CharField(label="Terminal", required=False, max_length=60)
    in_service = forms.BooleanField(
        label="In service", required=False, initial=True, help_text="Out of service it lets nobody in."
    )

    def __init__(self, *args: Any, port: Port, reader: Reader | None = None, **kwargs: Any) -> None:
        if reader is not None:
            kwargs.setdefault("initial", asdict(readers.details_of(reader)))
        super().__init__(*args, **kwargs)
        if reader is not None:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "It stays: events and the device name it."
        named = [
            (area.code, f"{area.name} ({area.code})")
            for area in Area.objects.filter(port=port).order_by("code")
        ]
        self.fields["area_from"].choices = [("", "Outside"), *named]
        self.fields["area_to"].choices = [("", "Outside"), *named]
        self.fields["gate"].choices = [
            ("", "Stands alone"),
            *((gate.code, f"{gate.name} ({gate.code})") for gate in Gate.objects.filter(port=port)),
        ]

    def details(self) -> readers.ReaderDetails:
        return readers.ReaderDetails(**self.cleaned_data)
