"""The form with which a guard checks a badge."""

from __future__ import annotations

from typing import Any

from django import forms

from access.enums import Direction
from access.models import Badge

LONGEST_SERIAL = Badge._meta.get_field("serial").max_length or 0
LONGEST_CREDENTIAL = 200  # ours have 43 characters; scanners add a prefix of their own at most


class GateCheckForm(forms.Form):
    """Which gate, which way, and what was scanned or typed. `nonce` makes a double press one attempt."""

    reader = forms.ChoiceField(label="Gate")
    direction = forms.ChoiceField(
        label="Way", widget=forms.RadioSelect, choices=Direction.choices(), initial=Direction.IN.value
    )
    card = forms.CharField(
        label="Badge",
        max_length=LONGEST_CREDENTIAL,
        help_text="Scan the badge, or type the number printed on it.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers

    def named_badge(self) -> dict[str, str]:
        """The badge as `gate_event.Attempt` names it: what is longer than any number is a credential."""
        card = self.cleaned_data["card"]
        if len(card) > LONGEST_SERIAL:
            return {"credential": card, "serial": ""}
        return {"credential": "", "serial": card}
