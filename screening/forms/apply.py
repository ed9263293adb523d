"""Forms of the person's own part. Labels are translated; no rule lives here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from screening.enums import ActivityKind, DocumentKind, GapReason
from screening.forms.choices import Choices, countries
from screening.notices import Question
from screening.services.declaration import ConvictionLine
from screening.services.history import ActivityInput, AddressInput

NATIONALITIES = ("nationality_1", "nationality_2", "nationality_3")
YES, NO, LEAVE_OPEN = "yes", "no", "open"
FILES = "image/jpeg,image/png,image/webp,application/pdf"


class Day(forms.DateField):
    """A date that the phone helps to pick; without help it is typed as 2024-12-31."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")  # type: ignore[assignment]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": self.input_formats, "widget": self.widget, **kwargs})


def words(kinds: Iterable[Any], empty: str = "") -> Choices:
    """The members of a closed list in the reader's language."""
    first = [("", empty)] if empty else []
    return [*first, *((kind.value, gettext(kind.label)) for kind in kinds)]


def country_choices() -> Choices:
    return countries(gettext("Choose a country"))


class DoorForm(forms.Form):
    """The second key."""

    birth_date = Day(label=gettext_lazy("Your date of birth"))


class AboutForm(forms.Form):
    name_at_birth = forms.CharField(
        label=gettext_lazy("Full name at birth"),
        required=False,
        max_length=240,
        help_text=gettext_lazy("Only if it was another name than today."),
    )
    earlier_names = forms.CharField(
        label=gettext_lazy("Other names that you had"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("By marriage, by a change of name, or spelled in another way in a document."),
    )
    native_name = forms.CharField(
        label=gettext_lazy("Your name in its own script"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("If it is not written in Latin letters."),
    )
    nationality_1 = forms.ChoiceField(label=gettext_lazy("Nationality"), choices=country_choices)
    nationality_2 = forms.ChoiceField(
        label=gettext_lazy("Second nationality"), choices=country_choices, required=False
    )
    nationality_3 = forms.ChoiceField(
        label=gettext_lazy("Third nationality"), choices=country_choices, required=False
    )
    birth_place = forms.CharField(label=gettext_lazy("Place of birth"), max_length=120)
    birth_country = forms.ChoiceField(
        label=gettext_lazy("Country of birth"),
        choices=country_choices,
        help_text=gettext_lazy("Where the place lies today."),
    )
    document_type = forms.ChoiceField(
        label=gettext_lazy("Identity document that you will show"),
        choices=lambda: [
            ("", gettext("Choose a document")),
            ("Passport", gettext("Passport")),
            ("Identity card", gettext("Identity card")),
            ("Residence permit", gettext("Residence permit")),
            ("Seafarer's identity document", gettext("Seafarer's identity document")),
        ],
        help_text=gettext_lazy("We do not need its number."),
    )
    document_country = forms.ChoiceField(label=gettext_lazy("Issued by"), choices=country_choices)
    document_expires_on = Day(label=gettext_lazy("Valid until"), required=False)

    def values(self) -> dict[str, Any]:
        """As `declaration.change_about` takes them."""
        values = dict(self.cleaned_data)
        named = [values.pop(name) for name in NATIONALITIES]
        return values | {"nationalities": list(dict.fromkeys(code for code in named if code))}


class AddressForm(forms.Form):
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    place = forms.CharField(
        label=gettext_lazy("Street and town"),
        max_length=200,
        help_text=gettext_lazy("Without a fixed address: the towns where you stayed."),
    )
    since = Day(label=gettext_lazy("From"))
    until = Day(
        label=pgettext_lazy("end of a period", "Until"),
        required=False,
        help_text=gettext_lazy("Leave this empty if you live there now."),
    )

    def values(self) -> AddressInput:
        return AddressInput(**self.cleaned_data)


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What you did"),
        choices=lambda: words(ActivityKind, gettext("Choose")),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Employer, school or business"), max_length=160, required=False
    )
    role = forms.CharField(label=gettext_lazy("As what"), max_length=120, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices, required=False)
    since = Day(label=gettext_lazy("From"))
    until = Day(
        label=pgettext_lazy("end of a period", "Until"),
        required=False,
        help_text=gettext_lazy("Leave this empty if it goes on."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Who can confirm it"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A name with telephone or e-mail, for example of the personnel office."),
    )

    def values(self) -> ActivityInput:
        return ActivityInput(**self.cleaned_data | {"kind": ActivityKind(self.cleaned_data["kind"])})


class GapForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why is nothing told of these days?"),
        choices=lambda: words(GapReason, gettext("Choose")),
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    upload = forms.FileField(
        label=gettext_lazy("Proof, if you have one"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": FILES}),
        help_text=gettext_lazy("A photograph or a PDF, up to 10 MB."),
    )


class OffencesForm(forms.Form):
    has_convictions = forms.ChoiceField(
        label=gettext_lazy("Were you ever convicted of an offence?"), widget=forms.RadioSelect
    )
    has_proceedings = forms.ChoiceField(
        label=gettext_lazy("Do criminal proceedings against you run now?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.choices = [
                (YES, gettext("Yes")),
                (NO, gettext("No")),
                (LEAVE_OPEN, gettext("I leave this open")),
            ]

    def values(self) -> dict[str, bool | None]:
        answers = {YES: True, NO: False, LEAVE_OPEN: None}
        return {name: answers[answer] for name, answer in self.cleaned_data.items()}


class ConvictionLineForm(forms.Form):
    is_pending = forms.TypedChoiceField(
        label=gettext_lazy("What is it?"),
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == YES,
        choices=lambda: [(NO, gettext("A conviction")), (YES, gettext("Proceedings that run now"))],
    )
    what = forms.CharField(
        label=gettext_lazy("For what"),
        max_length=300,
        help_text=gettext_lazy("In your own words."),
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1930, max_value=2100)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    sentence = forms.CharField(label=gettext_lazy("Sentence"), max_length=300, required=False)

    def values(self) -> ConvictionLine:
        return ConvictionLine(**self.cleaned_data)


class InterestsForm(forms.Form):
    """One question and its details for each that the level asks."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.code] = forms.ChoiceField(
                label=gettext(question.text),
                widget=forms.RadioSelect,
                choices=[(YES, gettext("Yes")), (NO, gettext("No"))],
            )
            self.fields[f"{question.code}_detail"] = forms.CharField(
                label=gettext("If yes: what, where and when"),
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def values(self) -> dict[str, tuple[bool, str]]:
        given = self.cleaned_data
        return {
            question.code: (given[question.code] == YES, given[f"{question.code}_detail"])
            for question in self.questions
        }


class PaperForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=lambda: words(DocumentKind, gettext("Choose"))
    )
    upload = forms.FileField(
        label=gettext_lazy("Photograph or file"),
        widget=forms.ClearableFileInput(attrs={"accept": FILES}),
        help_text=gettext_lazy("A photograph or a PDF, up to 10 MB."),
    )


class SubmitForm(forms.Form):
    is_true = forms.BooleanField(
        label=gettext_lazy("What I have told is true, and I have left out nothing that was asked.")
    )
