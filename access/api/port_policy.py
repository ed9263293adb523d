"""The port's policy behind the protocol of AuthZEN: need-to-know, on what the port itself has on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypedDict

from access.api.port_question import ACTION_NAMES, PortQuestion, meant_by, port_question, searched
from access.authzen import access_request
from access.authzen.policy import Decision, Found
from access.authzen.question import Act, Entity, Question
from access.authzen.search import NOT_A_TOKEN, ActionSearch, Page, ResourceSearch, SubjectSearch
from access.enums import DataAction
from access.selectors.visible_to import ACCOUNT
from access.selectors.would_see import Asking, Sight
from access.services import data_access, visibility
from access.services.data_access import Answer, LookUp
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope

NO_PORT = "You ask for decisions at no such port."
WHICH_PORT = "Name the port by its UN/LOCODE."


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
        meant = list(self._until_a_plain_no(questions, stop_at))
        asked = [each for each in meant if isinstance(each, tuple)]
        found = data_access.answer_all(asked, at=self._at, stop_at=stop_at, **self._caller)
        answers, decided = list[Decision | InvalidInput](), iter(found)
        for each in meant:
            answer = next(decided) if isinstance(each, tuple) else each
            answers.append(self._shown(each[1], answer) if isinstance(answer, Answer) else answer)
            if isinstance(answer, Answer) and answer.decision.verdict.allowed is stop_at:
                break
        return answers

    def subjects(self, search: SubjectSearch, page: Page) -> Found[Entity]:
        asked = searched(search.subject, search.action, search.resource, search.context)
        port = self._port(asked.context.get("port", ""))
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
        port = self._port(asked.context.get("port", ""))
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
        port = self._port(asked.context.get("port", ""))
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

    def _shown(self, look_up: LookUp, answer: Answer) -> Decision:
        decision, event = answer.decision, answer.event
        context: dict[str, Any] = {
            "reasons": [reason.as_dict() for reason in decision.verdict.reasons],
            "would_change": list(decision.would_change),
            "obligations": list(decision.verdict.obligations),
            "receipt": event.receipt,
        }
        if (found := decision.explanation) is not None:
            context["explanation"] = {"code": found.code, "sentence": found.sentence, "source": found.source}
        if look_up.subject_type == ACCOUNT and answer.can_be_asked_for:  # people ask by their account
            code = decision.verdict.codes[0]
            context |= access_request.hint(str(event.id), event.at, code, self._requests)
        return Decision(decision.verdict.allowed, context)

    def _sight(self, port: Port, asked: PortQuestion) -> Sight:
        return Sight(
            port=port,
            action=asked.action,
            field_class=asked.field_class,
            at=self._at,
            purpose=asked.context.get("purpose", ""),
        )

    def _until_a_plain_no(
        self, questions: Sequence[Question], stop_at: bool | None
    ) -> Iterator[tuple[Port, LookUp] | Decision | InvalidInput]:
        """Look-ups to decide, and between them what needs no facts to be a no."""
        for question in questions:
            meant = self._meant(question)
            yield meant
            if stop_at is False and not isinstance(meant, tuple):
                return

    def _meant(self, question: Question) -> tuple[Port, LookUp] | Decision | InvalidInput:
        try:
            asked = meant_by(question)
            port = self._port(asked.context.get("port", ""))
        except InvalidInput as problem:
            return problem
        return _unknown(asked) if asked.unknown else (port, _look_up(asked))

    def _port(self, locode: str) -> Port:
        """The port that is asked about: the one named, or the caller's only one. Raises InvalidInput."""
        if locode:
            port = self._ports.get(locode)
        else:
            port = next(iter(self._ports.values())) if len(self._ports) == 1 else None
        if port is None:
            problem = NO_PORT if locode else WHICH_PORT
            raise InvalidInput(problem, fields={"context.port": problem})
        return port


def _look_up(asked: PortQuestion) -> LookUp:
    context = asked.context
    return LookUp(
        subject_type=asked.subject_type,
        subject_id=asked.subject_id,
        action=asked.action,
        field_class=asked.field_class,
        object_ref=asked.resource_id,
        object_type=asked.resource_type,
        purpose=context.get("purpose", ""),
        work_ref=context.get("work_ref", ""),
        system=context.get("system", ""),
        workstation_area=context.get("workstation_area", ""),
        ip=context.get("ip", ""),
    )


def _unknown(asked: PortQuestion) -> Decision:
    """What nobody defined is refused. There is no object and no act that the record could name."""
    reasons = [reason.as_dict() for reason in asked.unknown]
    return Decision(False, {"reasons": reasons, "would_change": [], "obligations": []})
