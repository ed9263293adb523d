"""My questions: what I am asked about look-ups and entries of mine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from access.casework.words import AnswerReason
from access.forms.person_case import AnswerForm
from access.selectors.case_question import NEWEST, open_questions, own_question, own_questions
from access.services import case_question
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput


class MyQuestions(View):
    """Open ones first, each answered with one tap. Everybody has this page, asked or not."""

    def get(self, request: HttpRequest) -> HttpResponse:
        answered = own_questions(request.user).exclude(answered_at=None)[:NEWEST]
        waiting = open_questions(request.user)
        context = {
            "waiting": waiting,
            "answered": answered,
            "reasons": list(AnswerReason),
            "now": clock.now(),
        }
        return render(request, "access/my_questions.html", context)


class AnswerQuestion(View):
    """The answer to one question, by tap or with words."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(number, AnswerForm())

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(number, form)
        given = form.cleaned_data
        try:
            case_question.answer(
                own_question(request.user, number),
                AnswerReason(given["answer"]),
                remark=given["remark"],
                work_ref=given["work_ref"],
                actor=request.user,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(number, form)
        messages.success(request, "Thank you; your answer is noted.")
        return redirect("my-question-list")

    def _page(self, number: int, form: AnswerForm) -> HttpResponse:
        question = own_question(self.request.user, number)
        return render(self.request, "access/my_question.html", {"question": question, "form": form})
