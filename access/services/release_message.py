"""Takes steps of release rights as messages of other systems, each of which may come more than once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from access.enums import ReleaseState
from access.models import CargoVisit, ReleaseRight
from access.selectors.look_up import visit_of
from access.selectors.release_right import chain_of, organisation_code
from access.services import release_right
from accounts.models import Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope

STEPS: Final[Mapping[str, Capability]] = {
    "begin": Capability.MANAGE_CARGO,
    "offer": Capability.LOOK_UP_CARGO,
    "accept": Capability.LOOK_UP_CARGO,
    "decline": Capability.LOOK_UP_CARGO,
    "withdraw": Capability.LOOK_UP_CARGO,
    "use": Capability.MANAGE_CARGO,
}
"""Each step, and what whoever sends it must hold at the port."""

STANDS: Final[Mapping[str, ReleaseState]] = {
    "offer": ReleaseState.OFFERED,
    "accept": ReleaseState.ACCEPTED,
    "decline": ReleaseState.DECLINED,
    "withdraw": ReleaseState.WITHDRAWN,
    "use": ReleaseState.USED,
}
"""How the newest step of the visit stands after the message; if it does already, the message came before."""


@dataclass(frozen=True, slots=True)
class Message:
    """One step of one container. What a step does not need stays empty."""

    port: Port
    container: str
    step: str
    to_organisation: str = ""
    collected_by: str = ""
    account: str = ""
    reason: str = ""
    purpose: str = ""
    work_ref: str = ""


def take(message: Message, *, actor: User, scope: Scope, at: datetime) -> ReleaseRight:
    """Take the step, or answer as before where it was taken already.

    Refuses when: the container or a step of it is absent or somebody else's (NotFound); and as the command of
    the step does. Records: as the command of the step.
    Safe to repeat because: a message whose effect stands changes nothing.
    """
    if not scope.holds(STEPS[message.step].value, message.port.pk):
        raise NotFound("container")
    visit = visit_of(message.port, message.container)
    if visit is None:
        raise NotFound("release right")
    chain = chain_of(visit)
    before = _taken_before(message, chain, organisation_code(actor))
    if before is not None:
        return before
    acts: dict[str, Any] = {"actor": actor, "scope": scope, "at": at}
    if message.step == "begin":
        return release_right.begin(visit, **acts)
    if message.step == "offer":
        return release_right.offer(
            visit, message.to_organisation, purpose=message.purpose, work_ref=message.work_ref, **acts
        )
    if message.step == "use":
        return _use(visit, message, acts)
    return _answer(message, chain, organisation_code(actor), acts)


def _taken_before(message: Message, chain: list[ReleaseRight], own: str) -> ReleaseRight | None:
    """The step that this message took when it came first; None if it has to be taken."""
    if not chain:
        return None
    if message.step == "begin":
        return chain[0]
    last = chain[-1]
    if last.state != STANDS[message.step].value:
        return None
    giver, receiver = last.from_organisation, last.to_organisation
    same = {
        "offer": giver == own and receiver == message.to_organisation,
        "accept": receiver == own and bool(giver),
        "decline": receiver == own,
        "withdraw": giver == own,
        "use": receiver == message.collected_by,
    }
    return last if same[message.step] else None


def _use(visit: CargoVisit, message: Message, acts: dict[str, Any]) -> ReleaseRight:
    return release_right.use(
        visit,
        collected_by=message.collected_by,
        purpose=message.purpose,
        work_ref=message.work_ref,
        released_by=message.account,
        **acts,
    )


def _answer(message: Message, chain: list[ReleaseRight], own: str, acts: dict[str, Any]) -> ReleaseRight:
    """Accept or decline what is offered to one's organisation; take back what it gave."""
    if message.step == "withdraw":
        live = [one for one in chain if one.from_organisation == own and (one.is_open or one.is_held)]
    else:
        live = [one for one in chain if one.to_organisation == own and one.is_open]
    if not live:
        raise NotFound("release right")
    if message.step == "accept":
        return release_right.accept(live[-1], **acts)
    if message.step == "decline":
        return release_right.decline(live[-1], reason=message.reason, **acts)
    return release_right.withdraw(live[-1], reason=message.reason, **acts)
