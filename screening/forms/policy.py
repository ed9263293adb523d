"""Forms of the policy desk: drafts, answers to them, simulations, the choice of a port's policy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Port
from portsec.kernel import clock
from screening.enums import Recommendation, SimulatedChange
from screening.models import PolicyVersion
from screening.services.simulation import MOST
from screening.suitability.words import RuleKind


class RuleFilter(forms.Form):
    kind = forms.ChoiceField(
        label="Criterion", required=False, choices=[("", "Every criterion"), *RuleKind.choices()]
    )


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, version {obj.version} (from {obj.valid_from:%-d %b %Y})"


class CompareForm(forms.Form):
    """Another version to compare with, of this policy or of another."""

    against = VersionChoice(label="Compare with", queryset=PolicyVersion.objects.none(), empty_label=None)

    def __init__(self, *args: Any, versions: QuerySet[PolicyVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].queryset = versions


class DraftStartForm(forms.Form):
    based_on = VersionChoice(
        label="Begin from",
        queryset=PolicyVersion.objects.none(),
        empty_label=None,
        help_text="Its text is copied, comments and sources too.",
    )
    code = forms.CharField(
        label="Code of a new policy",
        required=False,
        max_length=40,
        help_text="Only for a policy that does not exist yet, such as be-port. "
        "Leave it empty for a new version.",
    )

    def __init__(self, *args: Any, versions: QuerySet[PolicyVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"].queryset = versions


class DraftTextForm(forms.Form):
    """The text as it stands, malformed or not. `seen` is the digest of the text that was edited."""

    document = forms.CharField(
        label="Text of the policy (YAML)",
        strip=False,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 30, "class": "code", "spellcheck": "false", "autocapitalize": "none"}
        ),
        help_text="It may be saved while it cannot be read; what is wrong is then named by line and field.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ProposeDraftForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What changes, why, and on which legal basis. The second officer reads it; "
        "it goes on record.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DraftAnswerForm(forms.Form):
    """The second officer's answer to a proposed version."""

    PUBLISH, RETURN = "publish", "return"

    answer = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[(PUBLISH, "I agree: publish it"), (RETURN, "I do not agree: return it")],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why you agree or what is missing. It goes on record.",
    )


class SimulationForm(forms.Form):
    most = forms.TypedChoiceField(
        label="Run over",
        coerce=int,
        choices=[(most, f"the last {most:,} decided cases") for most in MOST],
        initial=MOST[0],
    )


class SimulatedFilters(forms.Form):
    """What narrows the cases that would differ."""

    change = forms.ChoiceField(
        label="Difference", required=False, choices=[("", "Any difference"), *SimulatedChange.choices()]
    )
    becomes = forms.ChoiceField(
        label="Would become", required=False, choices=[("", "Anything"), *Recommendation.choices()]
    )
    row = forms.IntegerField(
        label="Rule row", required=False, min_value=1, max_value=9999, help_text="Number of a row."
    )


class PortPolicyForm(forms.Form):
    """Which policy a port is to apply from which day on."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    code = forms.ChoiceField(label="Policy")
    valid_from = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="New cases are opened under it from this day; open cases keep their rules.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The legal basis of the change. It goes on record.",
    )

    def __init__(
        self, *args: Any, ports: QuerySet[Port], policies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports
        self.fields["code"].choices = policies
        self.fields["valid_from"].initial = timezone.localdate(clock.now()) + timedelta(days=14)


class PortPolicyAnswerForm(forms.Form):
    CONFIRM, DECLINE = "confirm", "decline"

    answer = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[(CONFIRM, "I agree: the port applies it"), (DECLINE, "I do not agree: decline it")],
    )
    reason = forms.CharField(
        label="Reason",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It goes on record.",
    )
