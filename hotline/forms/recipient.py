"""Forms of the officer's own key."""

from __future__ import annotations

from django import forms

from hotline.enums import RecipientKind
from hotline.models import Hub
from hotline.sealing.identity import SHORTEST_PASSPHRASE


def _passphrase(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, help_text=help_text)


class EnrolForm(forms.Form):
    """Receive the reports of a hub."""

    hub = forms.ModelChoiceField(label="Port", queryset=Hub.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="You are", choices=RecipientKind.choices())
    unit = forms.CharField(
        label="Your unit",
        max_length=120,
        help_text="Reporters can leave it out as a whole.",
    )
    independence = forms.CharField(
        label="What makes you independent of the port",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    passphrase = _passphrase(
        "A new passphrase",
        f"At least {SHORTEST_PASSPHRASE} characters. Nobody can set another; without it reports stay closed.",
    )
    again = _passphrase("The same again")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("passphrase"):
            raise forms.ValidationError("The two are not the same.")
        return again


class ChangePassphraseForm(forms.Form):
    old = _passphrase("Your passphrase now")
    new = _passphrase("A new passphrase", f"At least {SHORTEST_PASSPHRASE} characters.")
