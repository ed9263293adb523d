"""The form that asks what a look-up would be answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from access.containers import InvalidContainerNumber, read_form
from access.enums import DataAction, FieldClass
from access.gate.isps import IspsLevel
from access.look_up_facts.asked import ATTRIBUTE, CONTAINER, VESSEL_CALL
from access.models.area import ISPS_LEVELS
from access.services.look_up_simulation import Simulation
from accounts.models import Port
from portsec.kernel import clock

AS_IT_IS = [("", "As it is"), *ISPS_LEVELS]
SUBJECTS = [("account", "Account"), ("person", "Person, by number")]
OBJECTS = [
    (CONTAINER, "Container"),
    ("bill_of_lading", "Bill of lading"),
    (VESSEL_CALL, "Vessel call"),
    ("block", "Block"),
    (ATTRIBUTE, "Attribute, such as origin:COTRB"),
]


class LookUpSimulationForm(forms.Form):
    """Who, which act, which fields of what, when, for which purpose and at which level."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    subject_type = forms.ChoiceField(label="Who asks", choices=SUBJECTS)
    subject = forms.CharField(
        label="Account or number",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    action = forms.ChoiceField(label="Action", choices=DataAction.choices(), initial=DataAction.READ.value)
    field_class = forms.ChoiceField(
        label="Field class", choices=FieldClass.choices(), initial=FieldClass.S2.value
    )
    object_type = forms.ChoiceField(label="Object", choices=OBJECTS)
    object = forms.CharField(
        label="Number or name",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    at = forms.DateTimeField(
        label="When",
        required=False,
        help_text="Empty is now. Roles, badges and who is inside are always those of now.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    purpose = forms.CharField(label="Purpose that is stated", max_length=200, required=False)
    work_ref = forms.CharField(label="Work reference", max_length=60, required=False)
    level = forms.ChoiceField(label="ISPS level of the port", required=False, choices=AS_IT_IS)

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = list(ports)
        if len(self.ports) == 1:
            del self.fields["port"]
        else:
            self.fields["port"].queryset = ports

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]

    def question(self) -> Simulation:
        said = self.cleaned_data
        return Simulation(
            subject_type=said["subject_type"],
            subject=said["subject"],
            action=DataAction(said["action"]),
            field_class=FieldClass(said["field_class"]),
            object_type=said["object_type"],
            object=_plainly(said["object"]) if said["object_type"] == CONTAINER else said["object"],
            moment=timezone.localtime(said["at"] or clock.now()),
            purpose=said["purpose"],
            work_ref=said["work_ref"],
            level=IspsLevel(int(said["level"])) if said["level"] else None,
        )


def _plainly(number: str) -> str:
    """A container number without blanks and in capitals; what is none stays as it was typed."""
    try:
        return str(read_form(number))
    except InvalidContainerNumber:
        return number
