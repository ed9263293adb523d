"""Release rights: who holds one now, what an organisation has or is offered, and the chain of one visit."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from access.enums import ReleaseState
from access.look_up_facts.asked import Asked
from access.models import CargoVisit, ReleaseCode, ReleaseHop, ReleaseRight
from access.need_to_know.decide import decide
from access.selectors.look_up import gathered
from accounts.models import Organisation, Port, User
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict


def holding_right(visit: CargoVisit) -> ReleaseRight | None:
    """The row of whoever holds the right of this visit now."""
    held = ReleaseRight.objects.select_related("visit", "port", "previous")
    return held.filter(visit=visit, state=ReleaseState.ACCEPTED.value).first()


def open_offer(visit: CargoVisit) -> ReleaseRight | None:
    """The offer that waits for its receiver, if there is one."""
    return ReleaseRight.objects.filter(visit=visit, state=ReleaseState.OFFERED.value).first()


def chain_of(visit: CargoVisit) -> list[ReleaseRight]:
    """Every step of this visit's right, as it was taken."""
    return list(ReleaseRight.objects.filter(visit=visit))


def code_of(visit: CargoVisit) -> ReleaseCode | None:
    return ReleaseCode.objects.filter(visit=visit).first()


def holder_of(visit: CargoVisit) -> str:
    """Code of the organisation that may collect the container: nobody's once it has left, else as accepted,
    else where the imported chain of this stay leads, else the owner."""
    rights = list(ReleaseRight.objects.filter(visit=visit).values_list("state", "to_organisation"))
    held = [organisation for state, organisation in rights if state == ReleaseState.ACCEPTED.value]
    if held:
        return held[0]
    if any(state in (ReleaseState.USED.value, ReleaseState.ENDED.value) for state, _ in rights):
        return ""
    return last_receiver(visit) or visit.owner


def last_receiver(visit: CargoVisit) -> str:
    """Where the hops of this stay lead; those of an earlier stay and those taken back do not count."""
    same = {"port_id": visit.port_id, "container": visit.container}
    left = CargoVisit.objects.filter(**same, gate_out_at__isnull=False).exclude(pk=visit.pk)
    before = left.order_by("-gate_out_at").first()
    hops = ReleaseHop.objects.filter(**same, ended_at__isnull=True)
    hop = (hops.filter(at__gt=before.gate_out_at) if before else hops).last()
    return hop.to_organisation if hop else ""


def own_rights(*, user: User, scope: Scope, state: str = "", text: str = "") -> QuerySet[ReleaseRight]:
    """Rights that the caller's organisation has, gave or is offered, at ports where they look up cargo."""
    code = organisation_code(user)
    ports = scope.ports(Capability.LOOK_UP_CARGO.value)
    rights = ReleaseRight.objects.select_related("port", "visit").filter(port_id__in=ports)
    if not code:
        return rights.none()
    rights = rights.filter(Q(to_organisation=code) | Q(from_organisation=code))
    if text.strip():
        rights = rights.filter(container="".join(text.split()).upper())
    if state == "to_answer":
        return rights.filter(state=ReleaseState.OFFERED.value, to_organisation=code)
    if state == "held":
        return rights.filter(state=ReleaseState.ACCEPTED.value, to_organisation=code)
    if state == "given":
        return rights.filter(from_organisation=code)
    return rights


def access_right(ref: str, *, user: User, scope: Scope) -> ReleaseRight:
    """One step, for its giver and its receiver. Raises NotFound for anybody else's."""
    found = own_rights(user=user, scope=scope).filter(ref=ref).select_related("previous").first()
    if found is None:
        raise NotFound("release right")
    return found


def own_rights_open(*, user: User, scope: Scope, at: datetime, **which: str) -> QuerySet[ReleaseRight]:
    """The same, at ports where the person behind the account may deal with rights at this moment."""
    ports = Port.objects.filter(pk__in=scope.ports(Capability.LOOK_UP_CARGO.value))
    fit = [port for port in ports if may_deal_with_rights(port, user, at=at).allowed]
    return own_rights(user=user, scope=scope, **which).filter(port__in=fit)


def organisation_code(user: User) -> str:
    """The organisation for which an account acts; empty for none."""
    return user.organisation.code if user.organisation else ""


def receivers(*, besides: str) -> QuerySet[Organisation]:
    """Organisations to whom a right may be offered."""
    return Organisation.objects.exclude(code=besides).order_by("name")


def names_of(codes: set[str]) -> dict[str, str]:
    """Names of organisations by code; those that nobody registered are missing."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def may_deal_with_rights(port: Port, user: User, *, at: datetime) -> Verdict:
    """Whether the account may see its organisation's steps: live, of a known person, cleared, with the role.

    No work has to explain what was offered to oneself. Not recorded, since nothing of a container is shown
    but the number that the other party gave.
    """
    asked = Asked(
        port=port.pk, at=at, zone=settings.ZONE, subject_type="account", subject=user.username, object=""
    )
    return decide(gathered(asked).facts).verdict
