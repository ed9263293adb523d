"""The forms that ask who could see a container, and what somebody could see."""

from __future__ import annotations

from django import forms

from access.enums import CargoRight
from access.granting.rights import MEANING, Meaning
from access.selectors.visible_to import ACCOUNT, PERSON

RIGHTS = [(right.value, right.label) for right in MEANING]


class SightForm(forms.Form):
    """What somebody would do, and what they would say it is for."""

    right = forms.ChoiceField(
        label="What they would do", choices=RIGHTS, initial=CargoRight.READ_SENSITIVE.value
    )
    purpose = forms.CharField(
        label="Purpose that they state",
        max_length=200,
        required=False,
        help_text="Empty: a grant counts for the purpose that it was given for.",
    )
    after = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    @property
    def meaning(self) -> Meaning:
        """The act and field class that were chosen, in a valid form."""
        return MEANING[CargoRight(self.cleaned_data["right"])]


class WhoSeesForm(SightForm):
    who = forms.ChoiceField(
        label="Who",
        widget=forms.RadioSelect,
        choices=[
            (PERSON, "People, as the systems of the port know them"),
            (ACCOUNT, "Accounts of this desk"),
        ],
        initial=PERSON,
    )
    field_order = ("who", "right", "purpose", "after")

    def clean_after(self) -> str:
        """Where the next part begins. A number of ours, or the beginning."""
        after: str = self.cleaned_data["after"]
        return after if after.isdecimal() else ""


class AboutForm(forms.Form):
    """A container or a person, by number. It only leads to a page, so it is asked by address."""

    q = forms.CharField(
        label="Container or person",
        max_length=60,
        help_text="The number of a container, or the number by which logs know a person.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
