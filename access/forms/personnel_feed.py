"""Forms of personnel systems and teams: shape of input only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation, Port


class NamedFilters(forms.Form):
    text = forms.CharField(label="Name", required=False, max_length=100)


class FeedForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Organisation",
        empty_label="Choose an organisation",
        help_text="The system keeps the accounts of this organisation's people and no others.",
    )
    port = forms.ModelChoiceField(Port.objects.none(), label="Port", empty_label=None)

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
