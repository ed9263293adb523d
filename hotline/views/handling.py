"""What officers do with a report: steps, replies, hold, early erasure, originals by two people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from accounts.doors import Requires, fresh_sign_in, requires
from accounts.roles import Capability
from hotline.enums import ReportEvent
from hotline.forms.report import HoldForm, PassOnForm, ReplyForm
from hotline.models import Recipient, Report, SealedFile
from hotline.selectors.inbox import access_report
from hotline.services import erasure, handling, original
from hotline.views.acting import acting
from hotline.views.reading import open_key, saved_file
from hotline.views.report import detail_page
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

HOLD, RELEASE, ERASE = "hold", "release", "erase"
DONE = {
    HOLD: "The report is kept until somebody lets it go.",
    RELEASE: "The report is no longer kept back.",
    ERASE: "Asked for. Another officer must agree.",
}


@require_POST
@requires(Capability.READ_REPORTS)
@fresh_sign_in
def report_step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """One step of the report's state; which may follow, the transition table says."""
    if step not in {event.value for event in handling.VERBS}:
        raise Http404
    report = _report(request, ref)
    handling.step(report, ReportEvent(step), **acting(request))
    messages.success(request, f"{report.reference}: {report.state_word.label.lower()}.")
    return redirect("report-detail", ref)


@require_POST
@requires(Capability.READ_REPORTS)
def report_reply(request: HttpRequest, ref: str) -> HttpResponse:
    """A message to the reporter, who reads it with the code; nothing is sent anywhere."""
    report, form = _report(request, ref), ReplyForm(request.POST)
    if form.is_valid():
        try:
            handling.reply(report, form.cleaned_data["text"], **acting(request))
        except InvalidInput as error:
            add_errors(error, form)
        else:
            messages.success(request, "The reporter can read your message with the code.")
            return redirect("report-detail", ref)
    return detail_page(request, report, reply_form=form)


@require_POST
@requires(Capability.READ_REPORTS)
@fresh_sign_in
def report_keep(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Keep a report beyond its time, let it go again, or ask to erase it early."""
    if step not in DONE:
        raise Http404
    report, form = _report(request, ref), HoldForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if step == ERASE:
                erasure.request(report, reason, **acting(request))
            else:
                handling.set_hold(report, is_on_hold=step == HOLD, reason=reason, **acting(request))
        except InvalidInput as error:
            add_errors(error, form)
        else:
            messages.success(request, DONE[step])
            return redirect("report-detail", ref)
    return detail_page(request, report, hold_form=form)


@require_POST
@requires(Capability.READ_REPORTS)
@fresh_sign_in
def report_erase(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree to an early erasure that a colleague asked for."""
    erasure.confirm(_report(request, ref), **acting(request))
    messages.success(request, f"{ref} is erased: its keys are destroyed.")
    return redirect("report-list")


class Original(Requires, View):
    """The original of a file: one officer passes a part of the key on, another opens it."""

    capability = Capability.READ_REPORTS

    def get(self, request: HttpRequest, ref: str, number: UUID) -> HttpResponse:
        report = _report(request, ref)
        return self._page(report, self._file(report, number))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, ref: str, number: UUID) -> HttpResponse:
        report = _report(request, ref)
        file, unlocked = self._file(report, number), open_key(request, report)
        if "to" not in request.POST:
            content = original.open_original(file, unlocked, **acting(request))
            return saved_file(content.data, "", f"{report.reference}-{str(file.pk)[:8]}-original")
        form = self._form(file, request.POST)
        if not form.is_valid():
            return self._page(report, file, form)
        original.pass_on(file, unlocked, form.cleaned_data["to"], **acting(request))
        messages.success(request, f"{form.cleaned_data['to']} can open the original once.")
        return redirect("report-detail", ref)

    def _page(self, report: Report, file: SealedFile, form: PassOnForm | None = None) -> HttpResponse:
        mine = file.parts.filter(passed_on_to__account=self.request.user.username)
        context = {
            "report": report,
            "file": file,
            "form": form or self._form(file),
            "may_open": mine.exists(),
        }
        return render(self.request, "hotline/original.html", context)

    def _form(self, file: SealedFile, data: object = None) -> PassOnForm:
        others = Recipient.objects.filter(original_parts__file=file, ended_on=None)
        others = others.exclude(account=self.request.user.username).distinct()
        return PassOnForm(data, colleagues=others)

    def _file(self, report: Report, number: UUID) -> SealedFile:
        file = report.files.filter(pk=number, held_until=None).first()
        if file is None:
            raise NotFound("file")
        return file


def _report(request: HttpRequest, ref: str) -> Report:
    return access_report(ref, request.user, request.scope, at=clock.now())
