"""The form of the fairness page."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Port

SPANS = [("30", "30 days"), ("90", "90 days"), ("365", "A year")]


class FairnessForm(forms.Form):
    days = forms.ChoiceField(label="Cases opened in the last", choices=SPANS, initial="90", required=False)

    def __init__(self, *args: Any, ports: list[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = ports
        if len(ports) > 1:
            choices = [(port.locode, port.name) for port in ports]
            self.fields["port"] = forms.ChoiceField(label="Port", choices=choices, required=False)

    def chosen_port(self) -> Port:
        """The chosen port, or the first."""
        wanted = self.cleaned_data.get("port")
        return next((port for port in self.ports if port.locode == wanted), self.ports[0])

    @property
    def chosen_days(self) -> int:
        return int(self.cleaned_data.get("days") or 90)
