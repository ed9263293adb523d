"""The form with which a data user looks up a container."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from access.containers import ContainerNumber, InvalidContainerNumber, read_form
from access.enums import FieldClass
from accounts.models import Port

NOT_A_NUMBER = "This is not a valid container number."

CLASSES = [
    (FieldClass.S1.value, "S1 Operational: terminal, vessel call"),
    (FieldClass.S2.value, "S2 Sensitive: also block, bill of lading, origin"),
    (FieldClass.S3.value, "S3 Critical: also who holds the release, risk"),
]


class LookUpForm(forms.Form):
    """One question. What a number lacks is not said: who guesses must not be told how close they are."""

    container = forms.CharField(
        label="Container number",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    field_class = forms.ChoiceField(label="What you need to see", widget=forms.RadioSelect, choices=CLASSES)
    purpose = forms.CharField(
        label="Purpose", max_length=200, help_text="What you need it for. It is kept with the look-up."
    )
    work_ref = forms.CharField(
        label="Work reference",
        max_length=60,
        required=False,
        help_text="The order, ticket or task that you work on, if there is one.",
    )

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = list(ports)
        if len(self.ports) == 1:
            del self.fields["port"]
        else:
            self.fields["port"].queryset = ports

    def clean_container(self) -> ContainerNumber:
        try:
            return read_form(self.cleaned_data["container"])
        except InvalidContainerNumber:
            raise forms.ValidationError(NOT_A_NUMBER) from None

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]
