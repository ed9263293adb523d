"""Forms of types of badges."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from access.models import BadgeType, Training
from access.services.badge_type import STANDARD, TypeDetails
from accounts.models import Port

HUNDRED = Decimal(100)


class BadgeTypeForm(forms.Form):
    """What a security officer says of a type."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    code = forms.SlugField(label="Code", max_length=40, help_text="Unique at the port; it stays.")
    name = forms.CharField(
        label="Name", max_length=120, help_text="As people say it: Yard, Ship, Contractor."
    )
    colour = forms.RegexField(
        label="Colour of the band",
        regex=r"^#[0-9a-f]{6}$",
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text="The letters on it become black or white, whichever is read better.",
    )
    limit = forms.DecimalField(
        label="Limit of unaccounted badges, in %",
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        help_text="Above it all badges of the type should be issued anew. 5 % is what airports practise.",
    )
    trainings = forms.MultipleChoiceField(
        label="Trainings that every holder needs", required=False, widget=forms.CheckboxSelectMultiple
    )
    longest_days = forms.IntegerField(label="Longest time of a badge, in days", min_value=1, max_value=32_767)
    return_days = forms.IntegerField(
        label="Days to hand in a badge that has ended", min_value=1, max_value=365
    )
    seen_within_days = forms.IntegerField(
        label="Days between revalidations",
        min_value=1,
        max_value=3_650,
        help_text="A badge that nobody has seen with its holder for longer is listed to be confirmed.",
    )

    def __init__(
        self,
        *args: Any,
        ports: QuerySet[Port],
        trainings: QuerySet[Training],
        badge_type: BadgeType | None = None,
        **kwargs: Any,
    ) -> None:
        """A type that exists keeps its port and code."""
        kwargs.setdefault("initial", initial(badge_type) if badge_type else initial(STANDARD) | {"name": ""})
        super().__init__(*args, **kwargs)
        self.fields["trainings"].choices = list(trainings.values_list("code", "name").distinct())
        if badge_type is None:
            self.fields["port"].queryset = ports
        else:
            del self.fields["port"], self.fields["code"]
        if not self.fields["trainings"].choices:
            del self.fields["trainings"]

    def details(self) -> TypeDetails:
        values = self.cleaned_data
        return TypeDetails(
            name=values["name"],
            colour=values["colour"],
            unaccounted_limit=values["limit"] / HUNDRED,
            trainings=tuple(values.get("trainings", ())),
            longest_days=values["longest_days"],
            return_days=values["return_days"],
            seen_within_days=values["seen_within_days"],
        )


class ReissueForm(forms.Form):
    """All badges of a type are issued anew."""

    old_ends_on = forms.DateField(
        label="Last day of the old badges",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leave time for every holder to come to the desk.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record.",
    )


def initial(what: BadgeType | TypeDetails) -> dict[str, Any]:
    return {
        "name": what.name,
        "colour": what.colour,
        "limit": f"{Decimal(what.unaccounted_limit) * HUNDRED:.1f}",
        "trainings": list(what.trainings),
        "longest_days": what.longest_days,
        "return_days": what.return_days,
        "seen_within_days": what.seen_within_days,
    }
