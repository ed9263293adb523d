"""Forms of hosts: one visitor, several at once, and what narrows lists of visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from access.enums import VisitState
from access.models import Area
from access.visiting.days import FURTHEST_AHEAD, LONGEST_VISIT
from access.visiting.guest_list import LONGEST_NAME, LONGEST_PLATE, MOST_ROWS, Guest
from accounts.models import Port
from screening.models import Person

LARGEST_LIST = 64 * 1024  # bytes; fifty visitors with every cell filled are about ten thousand
EXPECTED, COMING = "expected", "coming"
STANDINGS = [("", "Any state"), (EXPECTED, "Expected today"), (COMING, "Coming"), *VisitState.choices()]


def _day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PlanForm(forms.Form):
    """What is the same for everybody who comes: why, when, where, led by whom."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    purpose = forms.CharField(
        label="Purpose", max_length=500, help_text="What they come for, in a few words. The guard reads it."
    )
    first_day = _day("First day", f"At most {FURTHEST_AHEAD.days} days ahead.")
    last_day = _day(
        "Last day", f"Empty: the first day only. {LONGEST_VISIT} days at the longest.", required=False
    )
    areas = forms.MultipleChoiceField(
        label="Areas",
        widget=forms.CheckboxSelectMultiple,
        help_text="Only areas where visitors may be led.",
    )
    escort = forms.ModelChoiceField(
        label="Escort",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Named on arrival",
        to_field_name="ref",
        help_text="Somebody of your organisation with a badge, who stays with the visitor all the time.",
    )
    company = forms.CharField(label="Company", max_length=LONGEST_NAME, required=False)

    def __init__(
        self,
        *args: Any,
        ports: QuerySet[Port],
        areas: Iterable[Area],
        escorts: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports
        if len(ports) == 1:
            self.fields["port"].widget = forms.HiddenInput()
            self.fields["port"].initial = ports[0].pk
        self.offered = list(areas)
        named = [(str(area.pk), self._named(area, len(ports) > 1)) for area in self.offered]
        self.fields["areas"].choices = named
        self.fields["escort"].queryset = escorts

    @staticmethod
    def _named(area: Area, several_ports: bool) -> str:
        return f"{area.name} ({area.port.locode})" if several_ports else area.name

    def chosen_areas(self) -> list[Area]:
        chosen = set(self.cleaned_data["areas"])
        return [area for area in self.offered if str(area.pk) in chosen]


class VisitForm(PlanForm):
    """One visitor."""

    family_name = forms.CharField(label="Family name", max_length=LONGEST_NAME)
    given_names = forms.CharField(label="Given names", max_length=LONGEST_NAME)
    birth_date = _day("Birth date", "As it stands on the paper that they will show.")
    nationality = forms.RegexField(
        r"\A[A-Za-z]{2}\Z",
        label="Nationality",
        required=False,
        help_text="Two letters, such as NL. May stay empty.",
        error_messages={"invalid": "The nationality is two letters, such as NL."},
    )
    plate = forms.CharField(label="Number plate", max_length=LONGEST_PLATE, required=False)

    field_order = (
        *("port", "family_name", "given_names", "birth_date", "nationality", "company"),
        *("purpose", "first_day", "last_day", "areas", "escort", "plate"),
    )

    def guest(self) -> Guest:
        said = self.cleaned_data
        return Guest(
            family_name=said["family_name"],
            given_names=said["given_names"],
            birth_date=said["birth_date"],
            nationality=said["nationality"].upper(),
        )


class GroupForm(PlanForm):
    """Several visitors: pasted lines, or a file."""

    people = forms.CharField(
        label="Visitors",
        required=False,
        max_length=LARGEST_LIST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=(
            f"One in each line, {MOST_ROWS} at most: family name, given names, birth date; "
            "then, if you like, nationality, company, plate. Paste from a spreadsheet, or part by commas."
        ),
    )
    file = forms.FileField(label="Or a CSV file", required=False, help_text="The same columns, in UTF-8.")

    field_order = ("port", "people", "file", "company", "purpose", "first_day", "last_day", "areas", "escort")

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload is not None and upload.size > LARGEST_LIST:
            raise forms.ValidationError(f"The file is larger than {LARGEST_LIST // 1024} KB.")
        return upload

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not said.get("people", "").strip() and "file" not in self.errors:
            self.add_error("people", "Enter one visitor in each line, or choose a file.")
        elif said.get("file"):
            try:
                said["people"] = said["file"].read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file is not in UTF-8; save it as “CSV UTF-8”.")
        return said


class VisitFilters(forms.Form):
    text = forms.CharField(label="Name, company, plate or card", required=False, max_length=100)
    standing = forms.ChoiceField(label="State", required=False, choices=STANDINGS)
    days = forms.ChoiceField(
        label="Signed out", required=False, choices=[("", "Any day"), ("today", "Today")]
    )


class OwnVisitFilters(forms.Form):
    text = forms.CharField(label="Name, company or plate", required=False, max_length=100)
    standing = forms.ChoiceField(label="State", required=False, choices=STANDINGS)
