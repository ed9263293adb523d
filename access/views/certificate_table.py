"""A table of certificates: handed in, looked at row by row, entered together or only the good rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from access import certificate_table as tables
from access.services import qualification
from access.services.qualification import Looked
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.table_form import TableForm
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput

ALL, GOOD = "all", "good"


class ImportCertificates(Requires, View):
    """Nothing is lost: rows that cannot be entered stay in the text field until they can."""

    capability = (Capability.ISSUE_BADGES, Capability.MANAGE_AREAS)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(TableForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(form)
        try:
            rows = tables.read(form.text())
            looked = qualification.look(rows, actor=request.user, scope=request.scope)
            wanted = request.POST.get("step")
            if (wanted == ALL and not looked.bad) or (wanted == GOOD and looked.good):
                return self._enter(looked)
        except InvalidInput as error:
            if not form.errors:
                add_errors(error, form)
            return self._shown(form)
        return self._shown(form, looked, rows)

    def _enter(self, looked: Looked) -> HttpResponse:
        who = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        entered = qualification.take_in(looked.good, **who)
        messages.success(self.request, f"{entered} certificate{'' if entered == 1 else 's'} entered.")
        if not looked.bad:
            return redirect("qualification-list")
        messages.warning(self.request, f"{len(looked.bad)} rows were not entered; they stand below.")
        return self._shown(TableForm(), Looked((), looked.bad), looked.bad)

    def _shown(
        self, form: TableForm, looked: Looked | None = None, rows: tuple[tables.Row, ...] = ()
    ) -> HttpResponse:
        if looked is not None:
            form = TableForm(initial={"table": tables.TABLE.written(row.given for row in rows)})
        context: dict[str, Any] = {
            "form": form,
            "looked": looked,
            "columns": tables.TABLE.columns,
            "needed": tables.TABLE.needed,
            "example": tables.EXAMPLE,
        }
        return render(
            self.request, "access/certificate_import.html", context, status=400 if form.errors else 200
        )
