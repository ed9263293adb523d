"""Papers of a case: the list, one more, and one opened for a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import DocumentKind
from screening.forms.completeness import AddPaperForm, OpenPaperForm
from screening.models import Application, Document
from screening.permissions import may_read_documents, may_work_on
from screening.selectors.application import access_application
from screening.selectors.document import access_document
from screening.services import document

SUFFIXES = {"image/jpeg": "jpg", "application/pdf": "pdf"}


class CaseDocuments(Requires, View):
    """What is on file, and a form for one more."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._shown(access_application(ref, scope=request.scope), AddPaperForm())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        application = access_application(ref, scope=request.scope)
        form = AddPaperForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data
            try:
                document.add(
                    application,
                    DocumentKind(given["kind"]),
                    given["upload"],
                    title=given["title"],
                    actor=request.user,
                    scope=request.scope,
                    at=clock.now(),
                )
            except InvalidInput as error:
                add_errors(error, form)
            else:
                messages.success(request, "The paper is on file.")
                return redirect("case-documents", ref)
        return self._shown(application, form)

    def _shown(self, application: Application, form: AddPaperForm) -> HttpResponse:
        request = self.request
        works = may_work_on(request.user, request.scope, application).allowed
        context = {
            "application": application,
            "documents": application.documents.all(),
            "can_open": may_read_documents(request.user, request.scope, application).allowed,
            "can_upload": works and application.closed_at is None,
            "form": form,
        }
        status = 400 if form.errors else 200
        return render(request, "screening/case_documents_page.html", context, status=status)


class OpenDocument(Requires, View):
    """Asks why, records it, and hands the file on as a download. It is never drawn in our own pages."""

    capability = Capability.VIEW_RECORDS

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        return self._shown(access_document(ref, number, scope=request.scope), OpenPaperForm())

    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        found = access_document(ref, number, scope=request.scope)
        form = OpenPaperForm(request.POST)
        if not form.is_valid():
            return self._shown(found, form)
        content = document.read(
            found,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return download(found, content)

    def _shown(self, found: Document, form: OpenPaperForm) -> HttpResponse:
        may = may_read_documents(self.request.user, self.request.scope, found.application)
        context = {"document": found, "application": found.application, "form": form, "may": may}
        status = 400 if form.errors else 200
        return render(self.request, "screening/document_open.html", context, status=status)


def download(found: Document, content: bytes) -> HttpResponse:
    """The file as a download that no browser draws, sniffs, runs or keeps."""
    response = HttpResponse(content, content_type=found.media_type)
    name = f"{found.application.ref}-{found.pk}.{SUFFIXES[found.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
