"""Takes what a State answered about a record, with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.forms.check import (
    AnswerRows,
    BaseConvictions,
    BaseProceedings,
    Convictions,
    Proceedings,
    RecordAnswerForm,
)
from screening.models import Check
from screening.services import check as checks
from screening.services import request as requests

CONVICTION, PROCEEDING = "conviction", "proceeding"
STEP, ADD, ADD_PROCEEDING = "step", "add", "add_proceeding"


@dataclass(frozen=True, slots=True)
class RecordForms:
    """The three parts of the form: what was answered, the convictions, the proceedings."""

    answer: RecordAnswerForm
    convictions: BaseConvictions
    proceedings: BaseProceedings

    @classmethod
    def empty(cls) -> RecordForms:
        return cls(RecordAnswerForm(), Convictions(prefix=CONVICTION), Proceedings(prefix=PROCEEDING))

    @classmethod
    def of(cls, data: Any) -> RecordForms:
        return cls(
            RecordAnswerForm(data),
            Convictions(data, prefix=CONVICTION),
            Proceedings(data, prefix=PROCEEDING),
        )

    @classmethod
    def with_another_row(cls, data: Any) -> RecordForms:
        """Everything as it was typed, unjudged, with an empty row of each kind below."""
        initial = data.dict() | {"ask_directly": data.getlist("ask_directly")}
        return cls(
            RecordAnswerForm(initial=initial),
            Convictions.with_another_row(data, prefix=CONVICTION),
            Proceedings.with_another_row(data, prefix=PROCEEDING),
        )

    def is_valid(self) -> bool:
        parts = [self.answer.is_valid(), self.convictions.is_valid(), self.proceedings.is_valid()]
        return all(parts) and self._agree()

    def _agree(self) -> bool:
        """Whether answer and rows say the same; the error stands at the answer."""
        form = self.answer
        says = form.cleaned_data["answer"]
        has_rows = bool(self.convictions.rows() or self.proceedings.rows())
        names_states = bool(form.cleaned_data["ask_directly"])
        if says == RecordAnswerForm.ROWS and not has_rows:
            form.add_error("answer", "Enter at least one conviction below, or choose another answer.")
        if says in {RecordAnswerForm.NONE, RecordAnswerForm.UNCLEAR} and has_rows:
            form.add_error(
                "answer", "Convictions are entered below. Remove them, or choose them as the answer."
            )
        if says == RecordAnswerForm.DIRECT and not names_states:
            form.add_error("ask_directly", "Name the State that must be asked directly.")
        if says in {RecordAnswerForm.NONE, RecordAnswerForm.UNCLEAR} and names_states:
            form.add_error("ask_directly", "This answer names no other State; choose the one that does.")
        return form.is_valid()


def answer_record(check: Check, request: HttpRequest) -> RecordForms | None:
    """Keep the answer. Returns the forms where something is wrong or another row is asked for."""
    if request.POST.get(STEP) in {ADD, ADD_PROCEEDING}:
        return RecordForms.with_another_row(request.POST)
    forms = RecordForms.of(request.POST)
    if not forms.is_valid():
        return forms
    said = forms.answer.cleaned_data
    who: dict[str, Any] = {"actor": request.user, "scope": request.scope, "at": clock.now()}
    try:
        if said["answer"] == RecordAnswerForm.UNCLEAR:
            requests.mark_unclear(check, **who)
        else:
            checks.answer_record(
                check,
                forms.convictions.rows(),
                proceedings=forms.proceedings.rows(),
                ask_directly=said["ask_directly"],
                detail=said["detail"],
                **who,
            )
    except InvalidInput as error:
        place_errors(error, forms)
        return forms
    return None


def place_errors(error: InvalidInput, forms: RecordForms) -> None:
    """Puts `convictions.2.offence_code` at that field of that row, and the rest at the answer."""
    named: dict[str, AnswerRows] = {"convictions": forms.convictions, "proceedings": forms.proceedings}
    rest: dict[str, str] = {}
    for path, sentence in error.fields.items():
        kind, _, place = path.partition(".")
        if kind not in named:
            rest[path] = sentence
            continue
        number, _, field = place.partition(".")
        named[kind].counting()[int(number)].add_error(field, sentence)
    if rest or not error.fields:
        add_errors(InvalidInput(error.detail, fields=rest), forms.answer)
    elif error.fields:
        forms.answer.add_error(None, error.detail)
