"""A list of needs: handed in, looked at row by row, entered together or only the good rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.doors import Requires
from accounts.models import Organisation
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening import batch as tables
from screening.forms.batch import BatchForm
from screening.services import batch
from screening.views.sheet import sheet

ALL, GOOD = "all", "good"


class ImportCases(Requires, View):
    """Nothing is lost: rows that cannot be entered stay in the text field until they can."""

    capability = Capability.ENTER_APPLICATIONS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(BatchForm(own_organisation=self._employer()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BatchForm(request.POST, request.FILES, own_organisation=self._employer())
        if not form.is_valid():
            return self._shown(form)
        try:
            rows = tables.read(form.text())
            looked = batch.look(rows, scope=request.scope, at=clock.now())
            wanted = request.POST.get("step")
            if (wanted == ALL and not looked.bad) or (wanted == GOOD and looked.good):
                return self._enter(form, looked)
        except InvalidInput as error:
            if not form.errors:
                add_errors(error, form)
            return self._shown(form)
        return self._shown(form, looked=looked, rows=rows)

    def _enter(self, form: BatchForm, looked: batch.Looked) -> HttpResponse:
        invited = batch.enter(
            looked.good,
            organisation=form.employer(),
            actor=self.request.user,
            scope=self.request.scope,
            at=clock.now(),
        )
        if looked.bad:
            left = f"{len(looked.bad)} rows were not entered; they stand below the letters to be corrected."
            messages.warning(self.request, left)
        title = f"{len(invited)} link{'' if len(invited) == 1 else 's'} to hand over"
        left_over = tables.TABLE.written(row.given for row in looked.bad) if looked.bad else ""
        return sheet(self.request, *invited, title=title, left_over=left_over)

    def _employer(self) -> Organisation | None:
        if self.request.scope.holds(Capability.VIEW_CASES.value):
            return None
        return self.request.user.organisation

    def _shown(self, form: BatchForm, looked: batch.Looked | None = None, rows: Any = ()) -> HttpResponse:
        if looked is not None:
            data = {
                "table": tables.TABLE.written(row.given for row in rows),
                "organisation": getattr(form.employer(), "pk", None),
            }
            form = BatchForm(initial=data, own_organisation=self._employer())
        context = {
            "form": form,
            "looked": looked,
            "columns": tables.TABLE.columns,
            "needed": tables.TABLE.needed,
            "example": tables.EXAMPLE,
        }
        status = 400 if form.errors else 200
        return render(self.request, "screening/case_import.html", context, status=status)
