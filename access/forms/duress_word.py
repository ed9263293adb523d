"""The form with which one chooses a duress word."""

from __future__ import annotations

from django import forms

from access.services.duress_word import LONGEST, SHORTEST


class DuressWordForm(forms.Form):
    word = forms.CharField(
        label="Purpose that means “I need help”",
        max_length=LONGEST,
        help_text=(
            f"At least {SHORTEST} characters. It should look like a purpose of your work, and one that you "
            "never state otherwise. It is shown to nobody, also not to you."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
