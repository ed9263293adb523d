"""Forms of trainings, certificates and safety functions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from access.enums import EmergencyFunction
from access.models import Training
from accounts.models import Port


class CertificateFilters(forms.Form):
    """What narrows the list of certificates."""

    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    training = forms.ModelChoiceField(
        label="Training", queryset=Training.objects.none(), required=False, empty_label="Any training"
    )
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[
            ("", "Any"),
            ("holds", "Holds today"),
            ("30", "Ends within 30 days"),
            ("14", "Ends within 14 days"),
            ("5", "Ends within 5 days"),
            ("ended", "Has ended"),
            ("revoked", "Taken back"),
        ],
    )

    def __init__(self, *args: Any, trainings: QuerySet[Training], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training"].queryset = trainings


class TrainingForm(forms.Form):
    """A training that areas and types of badges can ask for."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    code = forms.SlugField(label="Code", max_length=40, help_text="Areas ask for it by this; it stays.")
    name = forms.CharField(label="Name", max_length=120)
    is_licence = forms.BooleanField(
        label="It is a licence", required=False, help_text="To drive or to operate something."
    )

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports


class PersonField(forms.CharField):
    """Somebody by reference or employee number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Person", max_length=60, help_text="Reference (P-…) or employee number.", **kwargs
        )


class CertificateForm(forms.Form):
    """A certificate as the paper says it."""

    person = PersonField()
    training = forms.ModelChoiceField(
        label="Training or licence", queryset=Training.objects.none(), empty_label=None
    )
    first_day = forms.DateField(
        label="Holds from", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label="Holds until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day; empty where it has no end.",
    )
    number = forms.CharField(label="Number on the paper", required=False, max_length=60)

    def __init__(self, *args: Any, trainings: QuerySet[Training], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training"].queryset = trainings


class FunctionForm(forms.Form):
    """What somebody is for others in an emergency."""

    person = PersonField()
    function = forms.ChoiceField(label="Function", choices=EmergencyFunction.choices())


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record.",
    )
