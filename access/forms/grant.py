"""Forms of need-to-know grants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from access.enums import FieldClass, GrantStanding
from access.granting.terms import LONGEST, Asked
from accounts.models import Port

MOMENT = "%Y-%m-%dT%H:%M"
OBJECTS = [("container", "Container"), ("bill_of_lading", "Bill of lading, with all its containers")]
GIVEN_ALONE = (FieldClass.S1, FieldClass.S2)


def _moment(label: str, **said: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **said)


class GrantFilters(forms.Form):
    text = forms.CharField(label="Account, object or case", max_length=60, required=False)
    standing = forms.ChoiceField(
        label="Standing", choices=[("", "All"), *GrantStanding.choices()], required=False
    )
    field_class = forms.ChoiceField(
        label="Field class",
        choices=[("", "All"), *((each.value, f"{each.value} {each.label}") for each in LONGEST)],
        required=False,
    )


class GrantForm(forms.Form):
    """To whom, which fields of what, for what and how long."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    account = forms.CharField(
        label="Account", max_length=120, help_text="The name that somebody signs in with."
    )
    object_type = forms.ChoiceField(label="Object", choices=OBJECTS)
    object_ref = forms.CharField(label="Its number", max_length=60)
    field_class = forms.ChoiceField(
        label="Fields",
        choices=[(each.value, f"{each.label} ({each.value})") for each in GIVEN_ALONE],
        help_text="Critical fields (S3) are asked for by the person, and answered by two desks.",
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person states it with each look-up; it goes on record.",
    )
    case_ref = forms.CharField(
        label="Case", max_length=60, required=False, help_text="Order, dossier or ticket."
    )
    valid_from = _moment("From", required=False, help_text="Empty: at once.")
    valid_until = _moment("Until")

    def __init__(self, *args: Any, ports: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports

    def asked(self, *, at: datetime) -> Asked:
        """What the form says, as the command takes it. Only of a valid form."""
        values = self.cleaned_data
        return Asked(
            account=values["account"].strip(),
            object_type=values["object_type"],
            object_ref=values["object_ref"].strip().upper(),
            field_class=FieldClass(values["field_class"]),
            purpose=values["purpose"],
            valid_from=values["valid_from"] or at,
            valid_until=values["valid_until"],
            case_ref=values["case_ref"],
        )


class ExtendForm(forms.Form):
    valid_until = _moment("Until")
    reason = forms.CharField(label="Reason", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
