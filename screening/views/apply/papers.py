"""Papers, removal of rows, and handing in."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import DocumentKind, Track
from screening.forms.apply import PaperForm, SubmitForm
from screening.history.missing import Missing
from screening.notices import questions_for
from screening.selectors import declaration as declarations
from screening.services import declaration, document, history
from screening.views.apply.door import Step
from screening.views.apply.errors import say
from screening.views.apply.steps import ACTIVITIES, ADDRESSES, CHECK, DOCUMENTS, OFFENCES, place


class Documents(Step):
    """What is asked for, what was handed in, and a form for one more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(PaperForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            kind = DocumentKind(form.cleaned_data["kind"])
            try:
                document.hand_in(self.invitation, kind, form.cleaned_data["upload"], at=clock.now())
            except InvalidInput as error:
                say(error, form)
            else:
                return self.to("apply-documents")
        return self._shown(form)

    def _shown(self, form: PaperForm) -> HttpResponse:
        application = self.invitation.application
        held = declarations.documents_held(application)
        return self.page(
            "documents",
            status=400 if form.errors else 200,
            form=form,
            wanted=[(kind, kind in held) for kind in declarations.documents_wanted(application)],
            papers=application.documents.filter(erased_at=None, uploaded_by=application.person.reference),
            **place(DOCUMENTS),
        )


class RemoveRow(Step):
    """Takes out a row that the person told, or a paper that they handed in."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, part: str, number: int) -> HttpResponse:
        now = clock.now()
        if part == ADDRESSES:
            history.remove(self.invitation, Track.RESIDENCE, number, at=now)
        elif part == ACTIVITIES:
            history.remove(self.invitation, Track.ACTIVITY, number, at=now)
        elif part == OFFENCES:
            declaration.remove_conviction(self.invitation, number, at=now)
        elif part == DOCUMENTS:
            document.take_back(self.invitation, number, at=now)
        else:
            raise NotFound("entry")
        return self.to(f"apply-{part}")


class Check(Step):
    """Everything on one page, what is still missing, and the button that hands it in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(SubmitForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SubmitForm(request.POST)
        if form.is_valid():
            try:
                declaration.submit(self.invitation, at=clock.now())
            except InvalidInput:
                form.add_error(None, gettext("Something is still missing. It is listed above."))
            else:
                return self.to("apply-door")
        return self._shown(form)

    def _shown(self, form: SubmitForm) -> HttpResponse:
        kept = self.declaration
        lacking = declarations.missing_for_the_person(kept, today=timezone.localdate(clock.now()))
        answers = [
            (question.text, kept.interests.get(question.code))
            for question in questions_for(self.invitation.application.level_word)
        ]
        return self.page(
            "check",
            status=400 if form.errors else 200,
            form=form,
            declaration=kept,
            lacking=[(f"apply-{item.step}", said(item)) for item in lacking],
            answers=answers,
            **place(CHECK),
        )


def said(item: Missing) -> str:
    """What is missing, in the reader's language."""
    values = {
        name: date_format(value, "j M Y") if isinstance(value, date) else gettext(str(value))
        for name, value in item.values.items()
    }
    return gettext(item.pattern) % values
