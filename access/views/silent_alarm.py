"""Silent alarms: who asked for help at a gate or in a look-up. For care officers alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.silent_alarm import AnswerAlarmForm
from access.models import SilentAlarm
from access.selectors.silent_alarm import GATE, access_alarm, visible_alarms, with_attempts
from access.services import silent_alarm
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput


class SilentAlarmList(Requires, View):
    """All alarms at the caller's ports, open ones first."""

    capability = Capability.ANSWER_DURESS

    def get(self, request: HttpRequest) -> HttpResponse:
        alarms = with_attempts(visible_alarms(scope=request.scope))
        response = render(request, "access/silent_alarm_list.html", {"alarms": alarms})
        response["Cache-Control"] = "no-store"
        return response


class SilentAlarmDetail(Requires, View):
    """One alarm: who, where, when, and the answer."""

    capability = Capability.ANSWER_DURESS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_alarm(number, scope=request.scope), AnswerAlarmForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        alarm, form = access_alarm(number, scope=request.scope), AnswerAlarmForm(request.POST)
        if not form.is_valid():
            return self._page(alarm, form)
        try:
            silent_alarm.answer(
                alarm,
                form.cleaned_data["remark"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(alarm, form)
        messages.success(request, "Answered.")
        return redirect("silent-alarm-list")

    def _page(self, alarm: SilentAlarm, form: AnswerAlarmForm) -> HttpResponse:
        (shown,) = with_attempts(SilentAlarm.objects.filter(pk=alarm.pk))
        at_gate = alarm.stream == GATE
        asked = "used the duress code" if at_gate else "stated their duress word in a look-up"
        context = {"alarm": alarm, "event": shown.event, "asked": asked, "form": form}
        response = render(self.request, "access/silent_alarm_detail.html", context)
        response["Cache-Control"] = "no-store"
        return response
