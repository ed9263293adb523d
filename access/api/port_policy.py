"""The port's policy behind the protocol of AuthZEN: need-to-know, on what the port itself has on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from access.api.port_answer import Meaning, port_among, shown
from access.api.port_question import ACTION_NAMES, PortQuestion, port_question, searched
from access.authzen.policy import Decision, Found
from access.authzen.question import Act, Entity, Question
from access.authzen.search import NOT_A_TOKEN, ActionSearch, Page, ResourceSearch, SubjectSearch
from access.enums import DataAction
from access.selectors.would_see import Asking, Sight
from access.services import data_access, visibility
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope


class Caller(TypedDict):
    """In whose name the port is asked."""

    actor: str
    scope: Scope


class PortPolicy:
    """Answers for one caller, at the ports where they may ask for decisions.

    `requests`: the address at which access is asked for after a no.
    """

    def __init__(self, *, caller: User, scope: Scope, at: datetime, requests: str) -> None:
        self._caller = Caller(actor=caller.reference, scope=scope)
        self._at = at
        self._requests = requests
        here = Port.objects.filter(pk__in=scope.ports(Capability.ASK_DECISIONS.value))
        self._ports = {port.locode: port for port in here}

    def decide(
        self, questions: Sequence[Question], *, stop_at: bool | None = None
    ) -> Sequence[Decision | InvalidInput]:
        """Records each question that has an answer, all in one transaction."""
        meant = Meaning(questions, self._ports, stop_at=stop_at)
        found = data_access.answer_all(meant.look_ups, at=self._at, stop_at=stop_at, **self._caller)
        decided = [
            shown(
                look_up,
                answer.decision,
                event=answer.deed.left.event["id"],
                receipt=answer.deed.entry.receipt,
                at=self._at,
                requests=self._requests,
            )
            # A request that stops early has fewer answers than look-ups.
            for (_, look_up), answer in zip(meant.look_ups, found, strict=False)
        ]
        return meant.answered(decided)

    def subjects(self, search: SubjectSearch, page: Page) -> Found[Entity]:
        asked = searched(search.subject, search.action, search.resource, search.context)
        port = port_among(self._ports, asked.context.get("port", ""))
        if asked.unknown:
            return Found([])
        if page.after and not page.after.isdecimal():
            raise InvalidInput(NOT_A_TOKEN, fields={"page.token": NOT_A_TOKEN})
        found = visibility.who_sees(
            self._sight(port, asked),
            asked.resource_id,
            asked.subject_type,
            after=page.after,
            limit=page.limit,
            **self._caller,
        )
        return Found([Entity(asked.subject_type, each.name) for each in found.rows], found.after)

    def resources(self, search: ResourceSearch, page: Page) -> Found[Entity]:
        asked = searched(search.subject, search.action, search.resource, search.context)
        port = port_among(self._ports, asked.context.get("port", ""))
        if asked.unknown:
            return Found([])
        found = visibility.what_is_seen(
            self._sight(port, asked),
            asked.subject_type,
            asked.subject_id,
            after=page.after,
            limit=page.limit,
            **self._caller,
        )
        return Found([Entity(asked.resource_type, each.container) for each in found.rows], found.after)

    def actions(self, search: ActionSearch, page: Page) -> Found[Act]:
        """All in one part: there are fewer actions than any part has room for."""
        asked = searched(search.subject, Act(DataAction.READ.value), search.resource, search.context)
        port = port_among(self._ports, asked.context.get("port", ""))
        if asked.unknown:
            return Found([])
        acts = [
            port_question(search.subject, Act(name), search.resource, search.context) for name in ACTION_NAMES
        ]
        found = visibility.which_acts(
            self._sight(port, asked),
            Asking(asked.subject_type, asked.subject_id, asked.resource_id),
            [(act.action, act.field_class) for act in acts],
            **self._caller,
        )
        open_now = [name for name, each in zip(ACTION_NAMES, found, strict=True) if each.allowed]
        return Found([Act(name) for name in open_now])

    def _sight(self, port: Port, asked: PortQuestion) -> Sight:
        return Sight(
            port=port,
            action=asked.action,
            field_class=asked.field_class,
            at=self._at,
            purpose=asked.context.get("purpose", ""),
        )
