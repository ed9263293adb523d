"""Crew lists: sent, looked at, taken in, and how far their screening is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from accounts.desk_list import DeskList
from accounts.doors import Requires, fragment_of, requires
from accounts.models import Port
from accounts.roles import Capability
from accounts.services import export
from portsec.interface.csv_stream import stream
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from screening.crew.columns import headings
from screening.crew.words import CrewListState, CrewState
from screening.crew.writing import correction_table
from screening.forms.crew import CallTimesForm, CrewFilters, CrewListForm, CrewMemberFilters
from screening.models import CrewList, CrewMember
from screening.permissions import may_take_in_crews
from screening.selectors.crew import access_crew_list, crew_lists, members_of, progress_of
from screening.services import crew

SEES_CREWS = Capability.VIEW_CASES
CSV = "text/csv; charset=utf-8"
SHOWN = 200  # rows of a preview and of a result; the rest stands in the files


class CrewListList(DeskList):
    """Every list that was sent, newest first."""

    capability = SEES_CREWS
    title = "Crews"
    subtitle = "Crew lists of ships, screened as a batch; permits end when the ship leaves."
    columns = (
        Column("ship", "Ship"),
        Column("call", "Call"),
        Column("stay", "Stay"),
        Column("people", "People", numeric=True),
        Column("waiting", "Wait for an officer", numeric=True),
        Column("state", "State"),
    )
    filters = CrewFilters
    ordering = ("-sent_at", "-pk")
    row_template = "screening/crew_list_row.html"
    empty = Empty("ship", "No crew lists", "Send the crew list of a call before the ship arrives.")

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return crew_lists(scope=scope, text=filters["text"])

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ANSWER_CHECKS.value):
            return []
        return [Action("New crew list", reverse("crew-new"), icon="file-up", variant="primary")]

    def row_name(self, row: CrewList) -> str:
        return str(row)

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {}


class CrewNew(Requires, View):
    """The file and the call that it is for."""

    capability = Capability.ANSWER_CHECKS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(CrewListForm(ports=self._ports()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CrewListForm(request.POST, request.FILES, ports=self._ports())
        if not form.is_valid():
            return self._page(form)
        try:
            staged = self._stage(form)
        except ValidationError as error:
            form.add_error("file", error)
            return self._page(form)
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        return redirect("crew-detail", staged.ref)

    def _stage(self, form: CrewListForm) -> CrewList:
        said = form.cleaned_data
        call = crew.ShipCall(
            ref=said["call_ref"],
            ship_name=said["ship_name"],
            imo_number=said["imo_number"],
            eta=said["eta"],
            etd=said["etd"],
        )
        return crew.stage(said["port"], call, form.text(), file_name=said["file"].name, **_acts(self.request))

    def _ports(self) -> QuerySet[Port]:
        return Port.objects.filter(pk__in=self.request.scope.ports(Capability.ANSWER_CHECKS.value))

    def _page(self, form: CrewListForm) -> HttpResponse:
        return render(self.request, "screening/crew_new.html", {"form": form})


class CrewDetail(Requires, View):
    """A staged list row by row, or a taken one with its progress and its people."""

    capability = SEES_CREWS

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        crew_list = access_crew_list(ref, scope=request.scope)
        context = self._context(crew_list)
        if crew_list.state_word is CrewListState.DRAFT:
            said = crew.preview(crew_list)
            context |= {"good": said.rows[:SHOWN], "good_count": len(said.rows)}
            return render(request, "screening/crew_preview.html", context)
        return self._taken(crew_list, context, None)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        if not request.scope.holds(Capability.ANSWER_CHECKS.value):
            raise NotFound("page")
        crew_list = access_crew_list(ref, scope=request.scope)
        form = CallTimesForm(request.POST)
        try:
            if form.is_valid():
                crew.change_times(crew_list, **form.cleaned_data, **_acts(request))
                messages.success(request, "The permits follow the ship's times.")
                return redirect("crew-detail", ref)
        except InvalidInput as error:
            add_errors(error, form)
        return self._taken(crew_list, self._context(crew_list), form)

    def _context(self, crew_list: CrewList) -> dict[str, Any]:
        return {
            "crew_list": crew_list,
            "rejected": crew_list.rejected[:SHOWN],
            "rejected_count": len(crew_list.rejected),
            "shown": SHOWN,
            "may_take": may_take_in_crews(self.request.scope, port_id=crew_list.port_id),
        }

    def _taken(
        self, crew_list: CrewList, context: dict[str, Any], form: CallTimesForm | None
    ) -> HttpResponse:
        waiting = members_of(crew_list, state=CrewState.WITH_OFFICER.value).order_by("row")
        times = {"eta": timezone.localtime(crew_list.eta), "etd": timezone.localtime(crew_list.etd)}
        context |= {"waiting": waiting[:SHOWN], "progress": progress_of(crew_list)}
        context["times_form"] = form or CallTimesForm(initial=times)
        return render(self.request, "screening/crew_detail.html", context)


class CrewMemberList(DeskList):
    """Everybody on one list, in the order of the file."""

    capability = SEES_CREWS
    title = "People on the list"
    columns = (
        Column("person", "Person"),
        Column("document", "Document"),
        Column("calls", "Earlier calls", numeric=True),
        Column("state", "State"),
    )
    filters = CrewMemberFilters
    views = (
        SavedView("all", "Everybody"),
        SavedView("officer", "Wait for an officer", {"state": CrewState.WITH_OFFICER.value}),
        SavedView("permitted", "With a permit", {"state": CrewState.PERMITTED.value}),
        SavedView("refused", "No permit", {"state": CrewState.REFUSED.value}),
    )
    ordering = ("row", "pk")
    pager_labels = ("Back", "Further")
    row_template = "screening/crew_member_row.html"
    template_name = "screening/crew_member_list.html"
    empty = Empty("users", "Nobody here", "Nobody on the list is in this state.")

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        self.crew_list = access_crew_list(ref, scope=request.scope)
        self.subtitle = f"{self.crew_list.ship_name}, call {self.crew_list.call_ref}"
        return super().get(request)

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return members_of(self.crew_list, **filters)

    def row_name(self, row: CrewMember) -> str:
        return row.full_name

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return {"crew_list": self.crew_list}


@fragment_of("crew-detail", SEES_CREWS)
def crew_progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the screening is: the fragment that the page asks for again by itself."""
    crew_list = access_crew_list(ref, scope=request.scope)
    progress = progress_of(crew_list)
    context = {"crew_list": crew_list, "progress": progress}
    response = render(request, "screening/crew_progress.html", context)
    if not progress.is_running:
        response["HX-Refresh"] = "true"  # the page below names who waits for an officer
    return response


@require_POST
@requires(Capability.ANSWER_CHECKS)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Take in the good rows."""
    taken = crew.take(access_crew_list(ref, scope=request.scope), **_acts(request))
    messages.success(request, f"The crew of {taken.ship_name} is taken in and being screened.")
    return redirect("crew-detail", ref)


@require_POST
@requires(Capability.ANSWER_CHECKS)
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Drop a file that was only looked at."""
    crew.discard(access_crew_list(ref, scope=request.scope), **_acts(request))
    messages.success(request, "The file is dropped; nothing of it is kept.")
    return redirect("crew-list")


@require_POST
@requires(Capability.ANSWER_CHECKS)
def rejected(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The rows that could not be read, as they were sent, with what is wrong in a last column."""
    crew_list = access_crew_list(ref, scope=request.scope)
    header, rows = correction_table(crew_list.header, crew_list.rejected)
    return _csv(request, f"{crew_list.ref}-to-correct", header, rows)


@requires(Capability.ANSWER_CHECKS)
def template(request: HttpRequest, form: str) -> HttpResponseBase:
    """An empty list with the headings of FAL form 5, or those of the European single window."""
    if form not in ("fal", "emswe"):
        raise NotFound("template")
    header = headings(emswe=form == "emswe")
    return FileResponse(
        stream(header, [], lambda rows, digest: None),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="crew-list-{form}.csv"'},
    )


def _csv(
    request: HttpRequest, name: str, header: list[str], rows: Iterable[list[str]]
) -> StreamingHttpResponse:
    def record(sent: int, digest: str) -> None:
        export.record(
            actor=request.user, at=clock.now(), page=request.path, query="", rows=sent, digest=digest
        )

    response = StreamingHttpResponse(stream(header, rows, record), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _acts(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "scope": request.scope, "at": clock.now()}
