"""Forms of rescreening."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from accounts.models import Port
from screening.enums import HitState, ListSource, RunState, ScreeningCause, ScreeningPurpose
from screening.services.rescreening import ON_DEMAND

WHOM = {
    ScreeningPurpose.DUE: "Whoever is due by the policy of their clearance",
    ScreeningPurpose.LIST_DELTA: "Whom entries can touch that changed since the last run",
    ScreeningPurpose.EVERYONE: "Everybody who has access or asks for it",
}


class RunFilters(forms.Form):
    purpose = forms.ChoiceField(
        label="Why", required=False, choices=[("", "Any reason"), *ScreeningPurpose.choices()]
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any state"), *RunState.choices()])


class HitFilters(forms.Form):
    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    source = forms.ChoiceField(
        label="List", required=False, choices=[("", "Any list"), *ListSource.choices()]
    )
    state = forms.ChoiceField(
        label="Answer", required=False, choices=[("", "To decide"), *HitState.choices()]
    )


class StartRunForm(forms.Form):
    """Whom to screen, and at which port where there are several."""

    purpose = forms.ChoiceField(
        label="Whom to screen",
        widget=forms.RadioSelect,
        choices=[(purpose.value, WHOM[purpose]) for purpose in ON_DEMAND],
        initial=ScreeningPurpose.DUE.value,
    )
    port = forms.ChoiceField(label="Port")

    def __init__(self, *args: object, ports: Iterable[Port], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(port.locode, port.name) for port in ports]
        self.fields["port"].choices = choices
        if len(choices) == 1:
            self.fields["port"].initial = choices[0][0]


class ScreenNowForm(forms.Form):
    cause = forms.ChoiceField(label="Because of", choices=ScreeningCause.choices())
