"""The auditor's page: who could see a container between two times, who did, and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views import View

from access.enums import DataResult, FieldClass
from access.forms.audit import AuditForm
from access.hindsight.could_see import Stretch
from access.hindsight.picture import Picture, picture
from access.selectors.audit_shape import CSV_COLUMNS, as_data, as_rows, may_see_names
from access.selectors.visible_between import CLASSES, NOT_RECONSTRUCTED, Audit, Did, audited_ports
from access.services import audit
from accounts.doors import Requires
from accounts.roles import Capability
from accounts.services import export
from portsec.interface.csv_stream import stream
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.verdict import deny

USUAL = timedelta(days=3)  # the window that the form begins with
COLUMNS = (
    Column("class", "Class"),
    Column("could", "Could see", numeric=True),
    Column("shown", "Shown", numeric=True),
    Column("refused", "Refused", numeric=True),
    Column("unexplained", "Shown, not explained now", numeric=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who could see, as the page shows it. `name` is a reference where the reader sees no people."""

    name: str
    ref: str
    organisation: str
    stretches: list[Stretch]
    picture: Picture
    looks: int


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one field class."""

    field_class: FieldClass
    could: int
    shown: int
    refused: int
    unexplained: int


class AuditPage(Requires, View):
    """Asking is recorded, so it is a post; the page itself only shows the form."""

    capability = Capability.VIEW_EVENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        asked = {"container": request.GET.get("container", ""), "since": now - USUAL, "until": now}
        return self._page(AuditForm(ports=audited_ports(scope=request.scope), initial=asked), {})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AuditForm(request.POST, ports=audited_ports(scope=request.scope))
        if not form.is_valid():
            return self._page(form, {}, status=400)
        form_of = request.POST.get("format", "")
        if form_of in {"csv", "json"}:
            self._may_export(form)
        try:
            found = self._ask(form)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form, {}, status=400)
        if form_of == "csv":
            return self._csv(found)
        return self._json(found) if form_of == "json" else self._page(form, self._shown(form, found))

    def _ask(self, form: AuditForm) -> Audit:
        asked = form.cleaned_data
        return audit.ask(
            form.chosen_port(),
            asked["container"],
            asked["since"],
            asked["until"],
            actor=self.request.user,
            scope=self.request.scope,
            at=clock.now(),
        )

    def _shown(self, form: AuditForm, found: Audit) -> dict[str, Any]:
        chosen = form.cleaned_data["field_class"]
        classes = [one for one in CLASSES if chosen in {"", one.value}]
        names = may_see_names(found, scope=self.request.scope)
        looked = [one for one in found.did if not chosen or one.event.field_class == chosen]
        return {
            "audit": found,
            "rows": _rows(found, classes, names=names),
            "did": looked,
            "columns": COLUMNS,
            "counts": [_count(found, one) for one in classes],
            "sees_people": names,
            "not_reconstructed": NOT_RECONSTRUCTED,
            "may_export": self.request.scope.holds(Capability.EXPORT_LISTS.value, found.port.pk),
        }

    def _page(self, form: AuditForm, found: dict[str, Any], *, status: int = 200) -> HttpResponse:
        response = render(self.request, "access/audit.html", {"form": form} | found, status=status)
        response["Cache-Control"] = "no-store"
        return response

    def _may_export(self, form: AuditForm) -> None:
        if not self.request.scope.holds(Capability.EXPORT_LISTS.value, form.chosen_port().pk):
            require(deny("no_export", "Your role does not include exporting this list."))

    def _csv(self, found: Audit) -> StreamingHttpResponse:
        def finished(rows: int, digest: str) -> None:
            self._record(found, rows, digest)

        pieces = stream(CSV_COLUMNS, as_rows(found, scope=self.request.scope), finished)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        return self._attached(response, found, "csv")

    def _json(self, found: Audit) -> HttpResponse:
        data = as_data(found, scope=self.request.scope)
        body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
        self._record(found, len(found.could) + len(found.did), hashlib.sha256(body).hexdigest())
        return self._attached(HttpResponse(body, content_type="application/json"), found, "json")

    def _attached(self, response: Any, found: Audit, ending: str) -> Any:
        response["Content-Disposition"] = f'attachment; filename="audit-{found.container}.{ending}"'
        response["Cache-Control"] = "no-store"
        return response

    def _record(self, found: Audit, rows: int, digest: str) -> None:
        asked = f"since={found.since.isoformat()}&until={found.until.isoformat()}"
        export.record(
            actor=self.request.user,
            at=clock.now(),
            page=self.request.path,
            query=asked,
            rows=rows,
            digest=digest,
        )


def _rows(found: Audit, classes: Iterable[FieldClass], *, names: bool) -> list[Row]:
    wanted = frozenset(classes)
    looks: dict[int, list[datetime]] = {}
    for one in found.did:
        if one.event.person_id is not None and FieldClass(one.event.field_class) in wanted:
            looks.setdefault(one.event.person_id, []).append(one.event.at)
    rows = []
    for seer in found.could:
        stretches = [part for part in seer.stretches if part.field_class in wanted]
        if not stretches:
            continue
        at = looks.get(seer.person.pk, [])
        rows.append(
            Row(
                name=seer.person.full_name if names else seer.person.log_ref,
                ref=seer.person.ref,
                organisation=seer.person.organisation.name if seer.person.organisation else "",
                stretches=stretches,
                picture=picture(stretches, at, found.since, found.until),
                looks=len(at),
            )
        )
    return sorted(rows, key=lambda row: (-row.looks, row.name))


def _count(found: Audit, field_class: FieldClass) -> Count:
    looked: list[Did] = [one for one in found.did if one.event.field_class == field_class.value]
    shown = [one for one in looked if one.event.result == DataResult.OK.value]
    return Count(
        field_class,
        could=sum(any(part.field_class is field_class for part in one.stretches) for one in found.could),
        shown=len(shown),
        refused=sum(one.event.result == DataResult.DENIED.value for one in looked),
        unexplained=sum(one.foreseen is False for one in shown),
    )
