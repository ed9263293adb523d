"""Forms of the random sample and of muted patterns."""

from __future__ import annotations

from django import forms

from access.casework.muting import LONGEST
from access.casework.words import DrawVerdict, MutedState
from access.detection.registry import RULES
from access.enums import Severity
from accounts.models import Port


class DrawFilters(forms.Form):
    """What narrows the random sample."""

    state = forms.ChoiceField(
        label="Review",
        required=False,
        choices=[("", "Any"), ("open", "To review"), *DrawVerdict.choices()],
    )


class DrawForm(forms.Form):
    """What a reviewer says of a look-up that was drawn by lot."""

    verdict = forms.ChoiceField(
        label="What do you say?", choices=DrawVerdict.choices(), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed unless it is in order. It goes on record.",
    )


class MutedFilters(forms.Form):
    """What narrows the list of muted patterns."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *MutedState.choices()])


class MutedForm(forms.Form):
    """Which findings are to be muted, why, and for how long."""

    port = forms.ModelChoiceField(Port.objects.none(), to_field_name="locode")
    rule = forms.ChoiceField(
        label="Rule",
        choices=[
            (rule.id, f"{rule.id} {rule.title}") for rule in RULES if rule.severity != Severity.CRITICAL
        ],
    )
    peer_group = forms.CharField(
        label="Peer group or job", required=False, max_length=120, help_text="As people's records have it."
    )
    object_ref = forms.CharField(label="Object", required=False, max_length=60, help_text="A container, say.")
    days = forms.IntegerField(label="For how many days", min_value=1, max_value=int(LONGEST.value))
    reason = forms.CharField(
        label="Why they are noise",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The second person decides by it; it goes on record.",
    )

    def __init__(self, *args: object, ports: object = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports


class MutedAnswerForm(forms.Form):
    """The reason for refusing or lifting a muted pattern."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
