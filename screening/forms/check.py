"""Forms that take the answers of checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from screening.enums import Advice, CheckKind, CheckResult
from screening.forms.choices import UNCONFIRMED_MARK, countries, country_name, offences, sanctions
from screening.record_entry import CONVICTED, ConvictionInput, ProceedingInput
from screening.suitability.words import (
    Circumstance,
    Completion,
    Exemption,
    Grade,
    Intent,
    Participation,
    RecordState,
)

MOST_CONVICTIONS = 15  # rows of one answer; some 25 fields each stay below Django's limit of 500 a request
MOST_PROCEEDINGS = 10
LONGEST_DETAIL = 300  # characters, the column's length

DOCUMENTS = [
    ("", "Choose a document"),
    ("Passport", "Passport"),
    ("Identity card", "Identity card"),
    ("Seafarer's identity document", "Seafarer's identity document (ILO C185)"),
    ("Residence permit", "Residence permit"),
    ("Other document", "Other document with a photograph"),
]
COMPARISONS = [
    ("chip read", "Chip read, its signature is good"),
    ("machine-readable zone consistent", "Machine-readable zone agrees with the page"),
    ("photograph matches", "Photograph matches the person present"),
    ("security features checked", "Security features checked"),
    ("second document seen", "A second document seen"),
]


class IdentityAnswerForm(forms.Form):
    """What the officer saw. The document's number is never asked for: it is not needed afterwards."""

    result = forms.ChoiceField(
        label="Is the identity confirmed?",
        widget=forms.RadioSelect,
        choices=[
            (CheckResult.CLEAR.value, "Yes, the document is genuine and it is this person"),
            (CheckResult.FINDINGS.value, "No, something does not fit"),
            (CheckResult.UNOBTAINABLE.value, "It could not be checked"),
        ],
    )
    document = forms.ChoiceField(label="Document", choices=DOCUMENTS)
    country = forms.ChoiceField(label="Issued by", required=False, choices=countries)
    compared = forms.MultipleChoiceField(
        label="What was compared", required=False, widget=forms.CheckboxSelectMultiple, choices=COMPARISONS
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        max_length=140,
        help_text="What does not fit, or what else was seen. Do not write the document's number.",
    )

    def detail(self) -> str:
        """The document and what was compared, in one line."""
        values = self.cleaned_data
        document = values["document"]
        if values["country"]:
            document = f"{document} ({country_name(values['country'])})"
        seen = ", ".join(values["compared"])
        parts = [f"{document}: {seen}" if seen else document, values["remark"].strip()]
        return ". ".join(part.rstrip(".") for part in parts if part)[:LONGEST_DETAIL]


class PlainAnswerForm(forms.Form):
    """What an officer found out, where nothing but the result and how it was verified is kept."""

    result = forms.ChoiceField(
        label="What did it show?",
        widget=forms.RadioSelect,
        choices=[
            (CheckResult.CLEAR.value, "Verified, nothing speaks against it"),
            (CheckResult.FINDINGS.value, "Something speaks against it"),
            (CheckResult.UNOBTAINABLE.value, "It could not be verified"),
        ],
    )
    detail = forms.CharField(
        label="How it was verified",
        max_length=LONGEST_DETAIL,
        help_text="With whom, by which way, on which day. Facts only: this text is read by the person.",
    )
    valid_until = forms.DateField(
        label="Valid until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day of a permit, where there is one.",
    )

    def __init__(self, *args: Any, kind: CheckKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is not CheckKind.RIGHT_TO_WORK:
            del self.fields["valid_until"]


class AdviceForm(forms.Form):
    """The word of an authority's advice. There is no field for its reasons."""

    advice = forms.ChoiceField(label="Advice", widget=forms.RadioSelect, choices=Advice.choices())
    reference = forms.CharField(
        label="Reference of the authority",
        max_length=40,
        help_text="The file number of the authority, without spaces. Never a text.",
    )


class RecordAnswerForm(forms.Form):
    """What the authority answered, before its rows."""

    NONE, ROWS, DIRECT, UNCLEAR = "none", "rows", "direct", "unclear"

    answer = forms.ChoiceField(
        label="What does the answer say?",
        widget=forms.RadioSelect,
        choices=[
            (NONE, "No record"),
            (ROWS, "Convictions or proceedings, entered below"),
            (DIRECT, "Not re-transmissible: another State must be asked directly"),
            (UNCLEAR, "Identity unclear: the State asks for more data"),
        ],
    )
    ask_directly = forms.MultipleChoiceField(
        label="States to ask directly",
        required=False,
        choices=lambda: countries()[1:],
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="Where a convicting State does not let its convictions be passed on, the answer names it.",
    )
    detail = forms.CharField(
        label="Where it comes from",
        required=False,
        max_length=LONGEST_DETAIL,
        help_text="Authority and State. No offences: they have their codes.",
    )


class ConvictionForm(forms.Form):
    """One conviction by codes and dates, never by free text (GDPR, Article 10)."""

    offence_code = forms.ChoiceField(label="Offence (ECRIS)", choices=offences)
    country = forms.ChoiceField(label="Convicted in", choices=countries)
    decided_on = forms.DateField(
        label="Decided on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    final_on = forms.DateField(
        label="Final on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    offence_date = forms.DateField(
        label="Date of the offence",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    released_on = forms.DateField(
        label="Released on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sanction_code = forms.ChoiceField(label="Sanction (ECRIS)", required=False, choices=sanctions)
    sanction_months = forms.IntegerField(
        label="Months of imprisonment", required=False, min_value=0, max_value=1200
    )
    day_rates = forms.IntegerField(label="Day rates of a fine", required=False, min_value=0, max_value=1000)
    sanction_suspended = forms.BooleanField(label="Suspended", required=False)
    custody_since = forms.DateField(
        label="Imprisoned since",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    grade = forms.ChoiceField(
        label="Gravity in the convicting State", required=False, choices=Grade.choices()
    )
    intent = forms.ChoiceField(label="Intent", required=False, choices=Intent.choices())
    completion = forms.ChoiceField(
        label="Completion", required=False, initial="C", choices=Completion.choices()
    )
    participation = forms.ChoiceField(
        label="Part in it", required=False, initial="M", choices=Participation.choices()
    )
    exemption = forms.ChoiceField(label="Exemption", required=False, choices=Exemption.choices())
    rehabilitated = forms.BooleanField(label="Rehabilitated", required=False)
    pardoned = forms.BooleanField(label="Pardoned", required=False)
    amnesty = forms.BooleanField(label="Under an amnesty", required=False)
    juvenile = forms.BooleanField(label="Committed as a minor", required=False)
    declared = forms.BooleanField(label="Named in the declaration", required=False)

    circumstances = forms.MultipleChoiceField(
        label="Circumstances that the record shows",
        required=False,
        choices=Circumstance.choices(),
        widget=forms.CheckboxSelectMultiple,
    )

    legend = f"{UNCONFIRMED_MARK.strip()} marks wordings not yet compared with the official text."

    def conviction(self) -> ConvictionInput:
        """The row as `check.answer_record` takes it."""
        names = ConvictionForm.base_fields
        values = {name: value for name, value in self.cleaned_data.items() if name in names}
        return ConvictionInput(**values | {"circumstances": tuple(values["circumstances"])})


class ProceedingForm(forms.Form):
    """Proceedings that have brought no conviction. An acquittal is never entered."""

    state = forms.ChoiceField(
        label="How they stand",
        choices=[
            ("", "Choose"),
            *((word.value, word.label) for word in RecordState if word not in CONVICTED),
        ],
    )
    offence_code = forms.ChoiceField(label="Offence (ECRIS)", choices=offences)
    country = forms.ChoiceField(label="State", choices=countries)
    since = forms.DateField(
        label="Since", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ended_on = forms.DateField(
        label="Ended on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def proceeding(self) -> ProceedingInput:
        values = {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}
        return ProceedingInput(**values)


class AnswerRows(BaseFormSet):
    """The rows of a record answer. Rows without a word are left out, ticked ones too."""

    def initial_form_count(self) -> int:
        """A row that came back with "add another" may be emptied like any other."""
        return 0 if self.is_bound else super().initial_form_count()

    def counting(self) -> list[Any]:
        """The forms that hold a row, in their order: the n-th is row n of what is kept."""
        return [form for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]

    @classmethod
    def with_another_row(cls, data: Any, *, prefix: str) -> AnswerRows:
        """The rows as they were typed, unjudged, and an empty one below."""
        typed = cls(data, prefix=prefix)
        names = [*typed.form.base_fields]
        kept = [
            {name: form[name].data for name in names}
            for form in typed.forms
            if form.has_changed() and not form["DELETE"].data
        ]
        return cls(initial=kept, prefix=prefix)


class BaseConvictions(AnswerRows):
    def rows(self) -> list[ConvictionInput]:
        return [form.conviction() for form in self.counting()]


class BaseProceedings(AnswerRows):
    def rows(self) -> list[ProceedingInput]:
        return [form.proceeding() for form in self.counting()]


Convictions = formset_factory(
    ConvictionForm,
    formset=BaseConvictions,
    extra=1,
    can_delete=True,
    max_num=MOST_CONVICTIONS,
    validate_max=True,
    absolute_max=MOST_CONVICTIONS + 1,
)
Proceedings = formset_factory(
    ProceedingForm,
    formset=BaseProceedings,
    extra=1,
    can_delete=True,
    max_num=MOST_PROCEEDINGS,
    validate_max=True,
    absolute_max=MOST_PROCEEDINGS + 1,
)
