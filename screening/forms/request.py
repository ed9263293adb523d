"""Forms around requests that are out: the desk's filters, one more State, a reason, a notice."""

from __future__ import annotations

from typing import Any

from django import forms

from screening.enums import CheckKind
from screening.forms.check import ConvictionForm
from screening.forms.choices import countries, country_name

EVERYBODY, MINE, NOBODY = "", "me", "none"
WITHIN = [("", "Any time"), ("overdue", "Overdue"), ("3", "3 days"), ("7", "A week")]
DESK_KINDS = [
    kind for kind in CheckKind if kind not in {CheckKind.WATCHLIST, CheckKind.IDENTITY}
]  # what officers or machines answer themselves is no request


class RequestFilters(forms.Form):
    """What narrows the requests desk. States and officers are those that are there."""

    text = forms.CharField(label="Person or case", required=False, max_length=100)
    country = forms.ChoiceField(label="State", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every kind"), *((kind.value, kind.label) for kind in DESK_KINDS)],
    )
    owner = forms.ChoiceField(label="Officer", required=False)
    within = forms.ChoiceField(label="Due", required=False, choices=WITHIN)
    unclear = forms.BooleanField(label="More data asked", required=False)
    unsent = forms.BooleanField(label="Not sent yet", required=False)

    def __init__(self, *args: Any, states: list[str], owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, country_name(code)) for code in states), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", "Every State"), *named]
        self.fields["owner"].choices = [
            (EVERYBODY, "Everybody"),
            (MINE, "Me"),
            (NOBODY, "Nobody"),
            *owners,
        ]


class AskStateForm(forms.Form):
    """One more State to ask."""

    kind = forms.ChoiceField(
        label="What is asked",
        choices=[
            (CheckKind.CRIMINAL_RECORD.value, CheckKind.CRIMINAL_RECORD.label),
            (CheckKind.ECRIS.value, CheckKind.ECRIS.label),
        ],
    )
    country = forms.ChoiceField(label="State", choices=countries)


class NoticeForm(ConvictionForm):
    """What a convicting State says now of a conviction that it told us."""

    CHANGE, DELETE = "change", "delete"

    act = forms.ChoiceField(
        label="What does the notice say?",
        widget=forms.RadioSelect,
        choices=[(CHANGE, "The conviction reads as below now"), (DELETE, "The conviction is deleted")],
    )
    notice = forms.CharField(
        label="Reference of the notice", max_length=40, help_text="Without spaces. Never a text."
    )
