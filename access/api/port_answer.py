"""From questions of AuthZEN to look-ups at a port, and from what was decided to the words of the answer.

What stands here needs no row: the service's own door and the device lane both speak by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from access.api.port_question import PortQuestion, meant_by
from access.authzen import access_request
from access.authzen.policy import Decision
from access.authzen.question import Question
from access.look_up_facts.asked import ACCOUNT
from access.need_to_know.decide import LookUpDecision
from access.services.data_access import a_grant_opens
from access.services.data_record import LookUp, PortKey
from portsec.kernel.errors import InvalidInput

NO_PORT: Final = "You ask for decisions at no such port."
WHICH_PORT: Final = "Name the port by its UN/LOCODE."

Port = TypeVar("Port", bound=PortKey)


class Meaning(Generic[Port]):
    """What the questions of one request mean, for a caller who may ask at these ports (by UN/LOCODE)."""

    def __init__(
        self, questions: Iterable[Question], ports: Mapping[str, Port], *, stop_at: bool | None = None
    ) -> None:
        self._stop_at = stop_at
        self._items = list(self._until_a_plain_no(questions, ports))
        self.look_ups = [each for each in self._items if isinstance(each, tuple)]

    def answered(self, decided: Sequence[Decision]) -> list[Decision | InvalidInput]:
        """The answers in the order of the questions, up to where they end. `decided` are of the look-ups."""
        answers, left = list[Decision | InvalidInput](), iter(decided)
        for each in self._items:
            if not isinstance(each, tuple):
                answers.append(each)
                continue
            answer = next(left)
            answers.append(answer)
            if answer.allowed is self._stop_at:
                break
        return answers

    def _until_a_plain_no(
        self, questions: Iterable[Question], ports: Mapping[str, Port]
    ) -> Iterator[tuple[Port, LookUp] | Decision | InvalidInput]:
        """Look-ups to decide, and between them what needs no facts to be a no."""
        for question in questions:
            meant = _meant(question, ports)
            yield meant
            if self._stop_at is False and not isinstance(meant, tuple):
                return


def port_among(ports: Mapping[str, Port], locode: str) -> Port:
    """The port that is asked about: the one named, or the caller's only one. Raises InvalidInput."""
    only = next(iter(ports.values())) if len(ports) == 1 else None
    port = ports.get(locode) if locode else only
    if port is None:
        problem = NO_PORT if locode else WHICH_PORT
        raise InvalidInput(problem, fields={"context.port": problem})
    return port


def shown(
    look_up: LookUp, decision: LookUpDecision, *, event: str, receipt: str, at: datetime, requests: str
) -> Decision:
    """The answer. `event` is its id on record; `requests` the address to ask for access at after a no."""
    context: dict[str, Any] = {
        "reasons": [reason.as_dict() for reason in decision.verdict.reasons],
        "would_change": list(decision.would_change),
        "obligations": list(decision.verdict.obligations),
        "receipt": receipt,
    }
    if (found := decision.explanation) is not None:
        context["explanation"] = {"code": found.code, "sentence": found.sentence, "source": found.source}
    if look_up.subject_type == ACCOUNT and a_grant_opens(decision.verdict):  # people ask by their account
        context |= access_request.hint(event, at, decision.verdict.codes[0], requests)
    return Decision(decision.verdict.allowed, context)


def _meant(question: Question, ports: Mapping[str, Port]) -> tuple[Port, LookUp] | Decision | InvalidInput:
    try:
        asked = meant_by(question)
        port = port_among(ports, asked.context.get("port", ""))
    except InvalidInput as problem:
        return problem
    return _unknown(asked) if asked.unknown else (port, _look_up(asked))


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
