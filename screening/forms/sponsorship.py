"""Forms for contractors and foreign experts: their terms, a sponsor's answer, the papers they bring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from accounts.models.organisation import OrganisationKind
from screening.enums import Language
from screening.forms.choices import countries
from screening.kinds.words import CertificateKind
from screening.models import Post
from screening.models.sponsorship import DEEPEST_TIER


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TermsForm(forms.Form):
    """What applications of contractors and foreign experts share: the post, the host, the time."""

    post = forms.ModelChoiceField(label="Post", queryset=Post.objects.none(), empty_label="Choose a post")
    host = forms.ModelChoiceField(
        label="Host",
        queryset=Organisation.objects.exclude(kind=OrganisationKind.CONTRACTOR.value),
        empty_label="Choose the host",
        help_text="The operator on whose ground the work is done.",
    )
    since = _day("Begins on")
    ends_on = _day("Ends on", "No clearance lasts longer.")
    language = forms.ChoiceField(label="The person reads", choices=Language.choices())

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts


class ContractForm(TermsForm):
    """A contractor's terms. With `takes_paper` an officer may hold the declaration on paper."""

    contract_number = forms.CharField(label="Contract number", max_length=60)
    tier = forms.IntegerField(
        label="Subcontract tier",
        min_value=1,
        max_value=DEEPEST_TIER,
        initial=1,
        help_text="1: the hiring firm has its contract with the host itself. 2: with a firm that has.",
    )
    reason = forms.CharField(
        label="Work",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The work that needs access. The host reads it before signing.",
    )
    on_paper = forms.BooleanField(
        label="The person's declaration lies here on paper",
        required=False,
        help_text="Then nobody is invited; the checks begin when both have signed.",
    )
    declared_convictions = forms.TypedChoiceField(
        label="Convictions, as the paper declares them",
        choices=[("no", "None"), ("yes", "Yes"), ("", "Not asked")],
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    declared_history = forms.BooleanField(
        label="Five years of residence, work and education are declared on it", required=False
    )
    field_order = (
        *("post", "host", "reason", "contract_number", "tier", "since", "ends_on", "language"),
        *("on_paper", "declared_convictions", "declared_history"),
    )

    def __init__(self, *args: Any, takes_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_paper:
            for name in ("on_paper", "declared_convictions", "declared_history"):
                del self.fields[name]


class AssignmentForm(TermsForm):
    """A foreign expert's terms. With `own_host` the host is the caller's own organisation."""

    purpose = forms.CharField(
        label="Purpose",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the expert comes for: the survey, the repair, the inspection.",
    )
    field_order = ("post", "host", "purpose", "since", "ends_on", "language")

    def __init__(self, *args: Any, own_host: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own_host is not None:
            del self.fields["host"]


class SponsorAnswerForm(forms.Form):
    """A sponsor signs, or declines and says why."""

    SIGN, DECLINE = "sign", "decline"

    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=[(SIGN, "We sign: the work is needed, and we answer for it"), (DECLINE, "We decline")],
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when you decline. It goes on record.",
    )


class CertificateForm(forms.Form):
    """A paper that a foreign expert brought."""

    kind = forms.ChoiceField(label="Paper", choices=CertificateKind.choices())
    state = forms.ChoiceField(label="Issued by", choices=countries)
    issued_on = _day("Issued on")
    has_apostille = forms.BooleanField(label="With apostille or legalisation", required=False)
    has_translation = forms.BooleanField(label="With a sworn translation", required=False)
