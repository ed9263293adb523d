"""The form of an audit: one container, two times."""

from __future__ import annotations

from typing import Any

from django import forms

from access.containers import InvalidContainerNumber, read_form
from access.enums import FieldClass
from access.forms.event_log import MomentInput
from accounts.models import Port


class AuditForm(forms.Form):
    """A wrong check digit is no hindrance: numbers that were mistyped or guessed are in the log, too."""

    container = forms.CharField(label="Container number", max_length=20)
    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    since = forms.DateTimeField(label="From", widget=MomentInput)
    until = forms.DateTimeField(label="To", widget=MomentInput)
    field_class = forms.ChoiceField(
        label="Class",
        required=False,
        choices=[
            ("", "S2 and S3"),
            *((one.value, f"{one} {one.label}") for one in (FieldClass.S2, FieldClass.S3)),
        ],
    )

    def __init__(self, *args: Any, ports: list[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = ports
        if len(ports) == 1:
            del self.fields["port"]
        else:
            self.fields["port"].queryset = Port.objects.filter(pk__in=[port.pk for port in ports])

    def clean_container(self) -> str:
        try:
            return str(read_form(self.cleaned_data["container"]))
        except InvalidContainerNumber as error:
            raise forms.ValidationError(error.detail) from None

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]
