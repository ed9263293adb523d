"""Forms of letters, of people's rights over their data, of secret grounds, holds and erasure."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.enums import IdentityProof, Language, RightKind, RightState
from screening.models import Application
from screening.services.right_effect import FIELDS


def text_area(label: str, help_text: str = "", rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class OpenLetterForm(forms.Form):
    reason = forms.CharField(
        label="Why do you open it?", max_length=300, help_text="It goes on record with your name."
    )


class RightsFilters(forms.Form):
    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    kind = forms.ChoiceField(label="Right", required=False, choices=[("", "Any"), *RightKind.choices()])
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *RightState.choices()])
    open = forms.BooleanField(label="Open", required=False)


class RightsForm(forms.Form):
    """What a person asks."""

    kind = forms.ChoiceField(label="What is asked", widget=forms.RadioSelect, choices=RightKind.choices())
    text = text_area("In the person's words")
    application = forms.ModelChoiceField(
        label="About one case only",
        queryset=Application.objects.none(),
        required=False,
        empty_label="About everything that is held",
    )
    field = forms.ChoiceField(
        label="What is wrong",
        required=False,
        choices=[("", "Not a correction"), *FIELDS.items()],
        help_text="For a correction. Dates as 1990-01-31, countries as two letters.",
    )
    old_value = forms.CharField(label="What is held", required=False, max_length=300)
    new_value = forms.CharField(label="What is right", required=False, max_length=300)
    evidence = text_area("How the person shows it", required=False, rows=2)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = cases

    def details(self) -> dict[str, Any]:
        """The cleaned values, as `rights.receive` takes them, without the kind."""
        values = dict(self.cleaned_data)
        values.pop("kind")
        return values


class IdentifyForm(forms.Form):
    proof = forms.ChoiceField(
        label="How it was made sure that it is the person",
        widget=forms.RadioSelect,
        choices=IdentityProof.choices(),
    )


class AnswerForm(forms.Form):
    """The proposed answer to a request."""

    YES, NO = "yes", "no"

    grants = forms.ChoiceField(
        label="Answer", widget=forms.RadioSelect, choices=[(YES, "Grant it"), (NO, "Refuse it")]
    )
    answer = text_area(
        "What the person is told",
        "With the reason; for a refusal also where they can complain.",
    )


class SecretGroundForm(forms.Form):
    """Where a ground is held, and its essence. There is no field for the ground."""

    authority = forms.CharField(label="Authority that holds it", max_length=200)
    reference = forms.CharField(label="Its reference there", max_length=120)
    held_at = forms.CharField(
        label="Where a court finds it", max_length=200, help_text="Registry and person to ask."
    )
    legal_ground = forms.CharField(label="Law by which no more is told", max_length=300)
    essence = text_area(
        "Essence for the person",
        "So much that the person can answer it. It stands in the notice, the letter and their own file.",
    )


class HoldForm(forms.Form):
    reason = text_area("Why it must be kept", "The proceedings, and who asked.")
    review_on = forms.DateField(
        label="Look again on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Within a year.",
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label="Language", choices=Language.choices())


class ErasureForm(forms.Form):
    ground = text_area("Why it is erased before its time", "Name the law. Another officer confirms it.")
