"""Steps that are one form each: about the person, offences, interests."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import Language
from screening.forms.apply import (
    LEAVE_OPEN,
    NATIONALITIES,
    NO,
    YES,
    AboutForm,
    ConvictionLineForm,
    InterestsForm,
    OffencesForm,
)
from screening.notices import NOTICE, questions_for
from screening.services import declaration
from screening.views.apply.door import Step
from screening.views.apply.errors import say
from screening.views.apply.steps import ABOUT, INTERESTS, OFFENCES, FormStep, place


class About(FormStep):
    """Names, nationalities, birth, document."""

    step, template = ABOUT, "about"

    def form(self, data: Any = None) -> AboutForm:
        kept = self.declaration
        initial = {name: getattr(kept, name, "") for name in AboutForm.base_fields}
        initial |= dict(zip(NATIONALITIES, kept.nationalities, strict=False))
        person = self.invitation.application.person
        initial["native_name"] = kept.native_name or person.native_name
        initial["nationality_1"] = initial["nationality_1"] or person.nationality
        return AboutForm(data, initial=initial)

    def keep(self, form: AboutForm) -> None:
        declaration.change_about(self.invitation, **form.values(), at=clock.now())


class Interests(FormStep):
    """The questions that the level asks."""

    step, template = INTERESTS, "interests"

    def form(self, data: Any = None) -> InterestsForm:
        initial = {}
        for code, kept in self.declaration.interests.items():
            initial[code] = YES if kept["answer"] else NO
            initial[f"{code}_detail"] = kept["detail"]
        questions = questions_for(self.invitation.application.level_word)
        return InterestsForm(data, initial=initial, questions=questions)

    def keep(self, form: InterestsForm) -> None:
        declaration.change_interests(self.invitation, form.values(), at=clock.now())


class Offences(FormStep):
    """Two questions, which nobody need answer, and the lines that a Yes asks for."""

    step, template = OFFENCES, "offences"

    def form(self, data: Any = None) -> OffencesForm:
        kept = self.declaration
        words = {True: YES, False: NO, None: LEAVE_OPEN if kept.offences_left_open else ""}
        initial = {
            "has_convictions": words[kept.has_convictions],
            "has_proceedings": words[kept.has_proceedings],
        }
        return OffencesForm(data, initial=initial)

    def keep(self, form: OffencesForm) -> None:
        declaration.change_offences(self.invitation, **form.values(), at=clock.now())

    def shown(self, form: Any, **context: Any) -> HttpResponse:
        silence = NOTICE.notice[Language(translation.get_language())].pieces["silence"]
        lines = self.declaration.named_convictions.all()
        return super().shown(form, silence=silence, lines=lines, **context)


class ConvictionLine(Step):
    """Adds one conviction or running proceedings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(ConvictionLineForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConvictionLineForm(request.POST)
        if form.is_valid():
            try:
                declaration.add_conviction(self.invitation, form.values(), at=clock.now())
            except InvalidInput as error:
                say(error, form)
            else:
                return self.to("apply-offences")
        return self._shown(form)

    def _shown(self, form: ConvictionLineForm) -> HttpResponse:
        status = 400 if form.errors else 200
        return self.page("conviction_line", form=form, status=status, **place(OFFENCES))
