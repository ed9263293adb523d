"""Forms of profile and accounts desk: shape of input only."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Organisation, Port
from accounts.roles import Role


class AccountFilters(forms.Form):
    text = forms.CharField(label="Name or user name", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any role"), *Role.choices()])


class AccountForm(forms.Form):
    username = forms.SlugField(label="User name", max_length=60, help_text="Letters, digits, - and _.")
    display_name = forms.CharField(label="Name shown to colleagues", max_length=150)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), label="Organisation", required=False)
    is_device = forms.BooleanField(
        label="This is a device (a gate reader); it signs in with a token only", required=False
    )
    person_ref = forms.CharField(
        label="Reference of this colleague's own file, if there is one",
        max_length=40,
        required=False,
        help_text="Keeps people from handling their own file.",
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices()])
    port = forms.ModelChoiceField(Port.objects.none(), label="Port", empty_label=None)

    def __init__(self, *args: Any, ports: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports


class LookForm(forms.Form):
    theme = forms.ChoiceField(
        label="Colours",
        choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
        widget=forms.RadioSelect,
        required=False,
    )


class KeysForm(forms.Form):
    keys = forms.BooleanField(
        label="Single keys",
        required=False,
        help_text="/ search, j and k rows, x tick, o open, ? help",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=300)


class SavedViewForm(forms.Form):
    label = forms.CharField(label="Name of the view", max_length=60)
    page = forms.CharField(max_length=80)
    query = forms.CharField(max_length=500, required=False)
