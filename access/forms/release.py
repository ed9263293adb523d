"""Forms of release rights: passing one on, answering an offer, and the desk of the terminal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from access.containers import InvalidContainerNumber, read_form
from accounts.models import Organisation, Port

BEGIN, KEEP_CODE, HAND_OVER = "begin", "keep-code", "hand-over"
DESK_STEPS = [
    (BEGIN, "Begin: the owner may pass on the release right here"),
    (KEEP_CODE, "Keep a code for a gate that still asks for one"),
    (HAND_OVER, "Hand the container over to whoever came for it"),
]
STATES = [
    ("", "Any state"),
    ("to_answer", "Offered to us"),
    ("held", "We hold it"),
    ("given", "We gave it"),
]


def _purpose(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label="Purpose",
        max_length=200,
        required=required,
        help_text="What you need it for. It is kept with the look-up.",
    )


class RightFilters(forms.Form):
    text = forms.CharField(label="Container", required=False, max_length=20)
    state = forms.ChoiceField(label="State", required=False, choices=STATES)


class OfferForm(forms.Form):
    """Who is next, and why."""

    to_organisation = forms.ModelChoiceField(
        label="To",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label="Choose an organisation",
        help_text="They hold the right from the moment they accept; until then you do.",
    )
    purpose = _purpose()
    work_ref = forms.CharField(
        label="Work reference",
        max_length=60,
        required=False,
        help_text="The order that you work on, if there is one.",
    )

    def __init__(self, *args: Any, receivers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_organisation"].queryset = receivers


class RightReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The other party reads it.",
    )


class AcceptForm(forms.Form):
    """Nothing to say: the step itself is the answer."""


class ShowCodeForm(forms.Form):
    purpose = _purpose()


class ReleaseDeskForm(forms.Form):
    """One container, and what the terminal does with it."""

    container = forms.CharField(
        label="Container number",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    step = forms.ChoiceField(label="What is done", widget=forms.RadioSelect, choices=DESK_STEPS)
    collected_by = forms.ModelChoiceField(
        label="Who came",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="Only when it is handed over",
    )
    code = forms.CharField(
        label="Code",
        max_length=40,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Only to keep one. It is sealed, and shown once to the holder of the right.",
    )
    purpose = _purpose(required=False)
    work_ref = forms.CharField(label="Work reference", max_length=60, required=False)

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = list(ports)
        self.fields["collected_by"].queryset = Organisation.objects.order_by("name")
        if len(self.ports) == 1:
            del self.fields["port"]
        else:
            self.fields["port"].queryset = ports

    def clean_container(self) -> str:
        try:
            return str(read_form(self.cleaned_data["container"]))
        except InvalidContainerNumber as error:
            raise forms.ValidationError(error.detail) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        step = said.get("step")
        if step == HAND_OVER and not said.get("collected_by"):
            self.add_error("collected_by", "Say who came for the container.")
        if step == HAND_OVER and not said.get("purpose", "").strip():
            self.add_error("purpose", "Say what for: it is kept with the release.")
        if step == KEEP_CODE and not said.get("code"):
            self.add_error("code", "Enter the code.")
        return said

    def chosen_port(self) -> Port:
        """The chosen port, or the only one."""
        return self.cleaned_data.get("port") or self.ports[0]
