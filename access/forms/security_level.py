"""Forms of ISPS levels and lockdowns."""

from __future__ import annotations

from typing import Any

from django import forms

from access.enums import EmergencyFunction
from access.gate.isps import IspsLevel
from access.isps_preview.measures import LEVEL_WORDS
from access.models import Area, Gate
from access.services.lockdown import STANDARD_PASSING
from accounts.models import Port

LONGEST_REASON = 2000


class ProposeLevelForm(forms.Form):
    """Which level, where, until when, and why."""

    area = forms.ChoiceField(label="Where", required=False)
    to_level = forms.TypedChoiceField(
        label="Level",
        coerce=lambda value: IspsLevel(int(value)),
        choices=[(level.value, words) for level, words in LEVEL_WORDS.items()],
        widget=forms.RadioSelect,
    )
    steps_back_at = forms.DateTimeField(
        label="Steps back at",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="By itself, at most 30 days ahead. Level 1 has no end.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who asked for it and why. The second person reads it, and it goes on record.",
    )

    def __init__(self, *args: Any, port: Port, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [
            ("", f"The whole port: {port.name}"),
            *((area.code, f"{area.name} ({area.code})") for area in Area.objects.filter(port=port)),
        ]


class AnswerLevelForm(forms.Form):
    """The second signature."""

    CONFIRM, REFUSE = "confirm", "refuse"
    answer = forms.ChoiceField(
        label="Answer",
        choices=[(CONFIRM, "Confirm: it is in force at once"), (REFUSE, "Decline: nothing changes")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class LockdownForm(forms.Form):
    """What is closed, for whom it stays open, and why."""

    place = forms.ChoiceField(label="What to close")
    passing = forms.MultipleChoiceField(
        label="Who still comes in",
        required=False,
        choices=[(value, EmergencyFunction(value).label) for value in STANDARD_PASSING],
        initial=STANDARD_PASSING,
        widget=forms.CheckboxSelectMultiple,
        help_text="With a badge that opens the gate otherwise. Ways out stay open for everybody.",
    )
    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, ports: list[Port], areas: list[Area], gates: list[Gate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            ("", "Choose"),
            ("Whole port", [(f"port:{port.pk}", port.name) for port in ports]),
            ("Area, and all inside it", [(f"area:{area.pk}", str(area)) for area in areas]),
            ("One gate", [(f"gate:{gate.pk}", str(gate)) for gate in gates]),
        ]
        self.places: dict[str, Port | Area | Gate] = {
            **{f"port:{port.pk}": port for port in ports},
            **{f"area:{area.pk}": area for area in areas},
            **{f"gate:{gate.pk}": gate for gate in gates},
        }

    def chosen(self) -> Port | Area | Gate:
        return self.places[self.cleaned_data["place"]]
