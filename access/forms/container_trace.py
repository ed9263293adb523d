"""Forms of the container trace: one container, or the boxes of a seizure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms

from access.containers import InvalidContainerNumber, read_form
from access.forms.event_log import MomentInput
from accounts.models import Port

USUAL_DAYS = 14  # from the loading abroad to the pick-up, as rule D02 looks back


class _AtPort(forms.Form):
    """Asks for the port where there is a choice."""

    def __init__(self, *args: Any, ports: list[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = ports
        if len(ports) > 1:
            choices = Port.objects.filter(pk__in=[port.pk for port in ports])
            self.fields["port"] = forms.ModelChoiceField(label="Port", queryset=choices, empty_label=None)

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]


class ContainerTraceForm(_AtPort):
    """A wrong check digit is no hindrance: numbers that were mistyped or guessed are in the log, too."""

    container = forms.CharField(label="Container number", max_length=20)
    since = forms.DateTimeField(label="From", widget=MomentInput)
    until = forms.DateTimeField(label="To", widget=MomentInput)
    case_ref = forms.CharField(
        label="Case", max_length=60, help_text="What you look into. It is kept with your question."
    )

    def clean_container(self) -> str:
        return _number(self.cleaned_data["container"])


class SeizureForm(_AtPort):
    containers = forms.CharField(
        label="Container numbers",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "characters"}),
        help_text="One in each line, or with commas between them.",
    )
    seized_at = forms.DateTimeField(label="Seized at", widget=MomentInput)
    days = forms.IntegerField(label="Look back, in days", min_value=1, max_value=90, initial=USUAL_DAYS)
    case_ref = forms.CharField(
        label="Case",
        max_length=60,
        help_text="The report or file of the seizure. It is kept with your question.",
    )

    def clean_containers(self) -> list[str]:
        parts = [part for part in re.split(r"[\n,;]+", self.cleaned_data["containers"]) if part.strip()]
        return [_number(part) for part in parts]

    @property
    def before(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


def _number(text: str) -> str:
    try:
        return str(read_form(text))
    except InvalidContainerNumber as error:
        raise forms.ValidationError(f"{text.strip()}: {error.detail}") from None
