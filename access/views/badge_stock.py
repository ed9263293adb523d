"""Blank cards: what each custodian holds, every move, and the forms for new ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.views import View

from access.forms.badge_stock import StockFilters, StockMoveForm
from access.models import BadgeType, StockMove
from access.selectors.badge_stock import custodians, custodies, possible_witnesses, visible_moves
from access.selectors.badge_type import visible_types
from access.services import badge_stock
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope

SEES_STOCK = (Capability.ISSUE_BADGES, Capability.VIEW_BADGES)


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says of one move."""

    slug: str
    title: str
    effect: str
    icon: str
    fields: tuple[str, ...]
    command: Callable[..., StockMove]


STEPS = {
    step.slug: step
    for step in (
        Step(
            "receive",
            "Take in a delivery",
            "The cards come into your custody. With the first delivery a port begins to keep stock of it. "
            "From then on nobody issues a badge of it without a blank card of their own.",
            "package-plus",
            ("quantity", "witness", "remark"),
            badge_stock.receive,
        ),
        Step(
            "hand-over",
            "Hand cards over",
            "The cards leave your custody and come into the other's, before a witness who is neither of you.",
            "handshake",
            ("quantity", "receiver", "witness", "remark"),
            badge_stock.hand_over,
        ),
        Step(
            "spoil",
            "Set cards aside",
            "For cards that were spoilt in printing, or are not printed any more. Nobody can use them from "
            "now on; they stay with you until they are destroyed.",
            "package-minus",
            ("quantity", "remark"),
            badge_stock.spoil,
        ),
        Step(
            "destroy",
            "Destroy cards set aside",
            "The cards are made unusable before a witness, and leave your custody.",
            "package-x",
            ("quantity", "witness", "remark"),
            badge_stock.destroy,
        ),
        Step(
            "count",
            "Count",
            "The account goes on from your count. A difference is put on record, and an alarm for the port.",
            "calculator",
            ("counted", "witness", "remark"),
            badge_stock.count,
        ),
    )
}


class StockList(DeskList):
    """Who holds which blank cards, and how they came there."""

    capability = SEES_STOCK
    title = "Blank cards"
    subtitle = (
        "A blank card is a badge that nobody has asked for yet: kept by custodians, counted, destroyed."
    )
    template_name = "access/stock_list.html"
    row_template = "access/stock_row.html"
    columns = (
        Column("at", "When"),
        Column("type", "Type"),
        Column("move", "Move"),
        Column("cards", "Cards", numeric=True),
        Column("people", "From, to, witness"),
    )
    views = (
        SavedView("all", "All moves"),
        SavedView("counts", "Counts", {"kind": "counted"}),
        SavedView("destroyed", "Destroyed", {"kind": "destroyed"}),
    )
    ordering = ("-at", "-pk")
    export_name = "blank-cards"
    csv_columns = (
        CsvColumn("at", "at"),
        CsvColumn("port", "port.locode"),
        CsvColumn("type", "badge_type.code"),
        CsvColumn("move", "kind"),
        CsvColumn("quantity", "quantity"),
        CsvColumn("from", "giver"),
        CsvColumn("to", "receiver"),
        CsvColumn("witness", "witness"),
        CsvColumn("counted", "counted"),
        CsvColumn("expected", "expected"),
        CsvColumn("badge", "badge.serial"),
        CsvColumn("remark", "remark"),
        CsvColumn("by", "by"),
    )
    empty = Empty(
        "package-open",
        "No moves here",
        "Stock is not kept yet: badges are issued without it. Enter the first delivery to begin.",
        "Take in a delivery",
        reverse_lazy("stock-move", args=["receive"]),
    )

    @cached_property
    def ports(self) -> frozenset[int]:
        return frozenset(self.request.scope.ports(*(each.value for each in SEES_STOCK)))

    def filter_form(self, data: MultiValueDict[str, Any]) -> Form:
        return StockFilters(data, people=custodians(port_ids=self.ports))

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        moves = visible_moves(scope=scope)
        if filters["kind"]:
            moves = moves.filter(kind=filters["kind"])
        if filters["custodian"]:
            who = filters["custodian"].reference
            moves = moves.filter(Q(giver=who) | Q(receiver=who) | Q(witness=who))
        return self.exported(moves)

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.ISSUE_BADGES.value):
            return []
        return [
            Action(step.title, reverse("stock-move", args=[slug]), icon=step.icon)
            for slug, step in STEPS.items()
        ]

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        held = custodies(scope=request.scope)
        kept = {row.badge_type.pk for row in held}
        people = possible_witnesses(port_ids=self.ports)
        return super().extra_context(request, queryset) | {
            "custodies": held,
            "not_kept": [each for each in visible_types(scope=request.scope) if each.pk not in kept],
            "names": {each.reference: str(each) for each in people},
        }


class MoveStock(Requires, View):
    """One move of blank cards."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest, step: str) -> HttpResponse:
        return self._page(_step(step), self._form(_step(step)))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, step: str) -> HttpResponse:
        chosen = _step(step)
        form = self._form(chosen, request.POST)
        if not form.is_valid():
            return self._page(chosen, form)
        try:
            move = chosen.command(
                form.cleaned_data["badge_type"],
                form.number(),
                **form.details(),
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(chosen, form)
        self._say(move)
        return redirect("stock-list")

    def _say(self, move: StockMove) -> None:
        if move.counted is not None and move.counted != move.expected:
            messages.warning(
                self.request,
                f"Counted {move.counted} instead of {move.expected}. The difference is on record.",
            )
        else:
            messages.success(self.request, f"{move.kind_word.label}: on record.")

    def _form(self, step: Step, data: Any = None) -> StockMoveForm:
        ports = frozenset(self.request.scope.ports(Capability.ISSUE_BADGES.value))
        others = self.request.user.pk
        return StockMoveForm(
            data,
            wanted=step.fields,
            types=BadgeType.objects.filter(port_id__in=ports).order_by("name", "pk"),
            receivers=custodians(port_ids=ports).exclude(pk=others),
            witnesses=possible_witnesses(port_ids=ports).exclude(pk=others),
        )

    def _page(self, step: Step, form: StockMoveForm) -> HttpResponse:
        mine = [
            row for row in custodies(scope=self.request.scope) if row.custodian == self.request.user.reference
        ]
        context = {"step": step, "form": form, "mine": mine, "counts": "counted" in step.fields}
        return render(self.request, "access/stock_move.html", context)


def _step(slug: str) -> Step:
    if slug not in STEPS:
        raise NotFound("page")
    return STEPS[slug]
