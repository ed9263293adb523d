"""Forms of asking for access, and of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from access.asking.words import AccessRequestState
from access.containers import InvalidContainerNumber, read_form
from access.enums import FieldClass
from access.forms.look_up import CLASSES, NOT_A_NUMBER
from accounts.models import Port


class ObjectForm(forms.Form):
    """One container and how much of it."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    container = forms.CharField(
        label="Container number",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_class = forms.ChoiceField(label="What you need to see", widget=forms.RadioSelect, choices=CLASSES)

    def __init__(self, *args: Any, ports: Sequence[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = list(ports)
        if len(self.ports) == 1:
            del self.fields["port"]
        else:
            self.fields["port"].queryset = Port.objects.filter(pk__in=[port.pk for port in self.ports])

    def clean_container(self) -> str:
        """What a number lacks is not said, as at the look-up."""
        try:
            number = read_form(self.cleaned_data["container"])
        except InvalidContainerNumber:
            raise forms.ValidationError(NOT_A_NUMBER) from None
        if not number.has_right_check_digit:
            raise forms.ValidationError(NOT_A_NUMBER)
        return str(number)

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]

    def chosen_class(self) -> FieldClass:
        return FieldClass(self.cleaned_data["field_class"])


class AskForm(ObjectForm):
    """What one asks to read, why, and until when."""

    purpose = forms.CharField(
        label="Purpose", max_length=200, help_text="What work needs it. Whoever answers reads this."
    )
    case_ref = forms.CharField(
        label="Order, dossier or ticket",
        max_length=60,
        required=False,
        help_text="Asked for sensitive and critical data.",
    )
    wanted_until = forms.DateTimeField(
        label="Until",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="The day and hour on which the work is done.",
    )


class RemarkForm(forms.Form):
    """A yes, with a word if it helps."""

    remark = forms.CharField(label="Remark", max_length=500, required=False)


class NoForm(forms.Form):
    """A no needs its reason."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever asked reads it.",
    )


class OptionalReasonForm(forms.Form):
    """A step that may say why."""

    reason = forms.CharField(label="Reason", max_length=500, required=False)


class AccessRequestFilters(forms.Form):
    text = forms.CharField(label="Account, container or case", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), ("waiting", "Waits"), *AccessRequestState.choices()],
    )
