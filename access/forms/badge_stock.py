"""Forms of blank cards. Which fields there are depends on the move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from access.enums import StockMoveKind
from access.models import BadgeType
from accounts.models import User


class StockFilters(forms.Form):
    """What narrows the list of moves."""

    kind = forms.ChoiceField(
        label="Move", required=False, choices=[("", "Any move"), *StockMoveKind.choices()]
    )
    custodian = forms.ModelChoiceField(
        label="Custodian", queryset=User.objects.none(), required=False, empty_label="Anybody"
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodian"].queryset = people


class StockMoveForm(forms.Form):
    """One move. `wanted` names the fields that it asks for, beside the type."""

    badge_type = forms.ModelChoiceField(
        label="Type of badge", queryset=BadgeType.objects.none(), empty_label=None
    )
    quantity = forms.IntegerField(label="Number of cards", min_value=1, max_value=1_000_000)
    counted = forms.IntegerField(
        label="Blank cards that lie with you",
        min_value=0,
        max_value=1_000_000,
        help_text="Count them before you look at the account.",
    )
    receiver = forms.ModelChoiceField(
        label="Who receives them", queryset=User.objects.none(), help_text="Somebody who issues badges here."
    )
    witness = forms.ModelChoiceField(
        label="Witness", queryset=User.objects.none(), help_text="Somebody else, who saw it."
    )
    remark = forms.CharField(
        label="Remark", required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        wanted: tuple[str, ...],
        types: QuerySet[BadgeType],
        receivers: QuerySet[User],
        witnesses: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["badge_type"].queryset = types
        self.fields["receiver"].queryset = receivers
        self.fields["witness"].queryset = witnesses
        for name in set(self.fields) - {"badge_type", *wanted}:
            del self.fields[name]

    def number(self) -> int:
        """How many cards were moved, or counted."""
        values = self.cleaned_data
        return int(values["counted"] if "counted" in values else values["quantity"])

    def details(self) -> dict[str, Any]:
        """What else the command takes."""
        names = {"receiver", "witness", "remark"} & set(self.cleaned_data)
        return {name: self.cleaned_data[name] for name in names}
