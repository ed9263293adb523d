"""What the page of a cargo visit shows of it, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.enums import FieldClass, IncidentKind, ReleaseState
from access.models import CargoVisit, DataEvent, Incident, ReleaseHop, ReleaseRight
from access.need_to_know.decide import LookUpDecision
from access.need_to_know.obligations import MASK, SECOND_PERSON, STEP_UP
from access.selectors.cargo_field import FIELDS, ShownField
from access.selectors.release_right import chain_of, names_of
from accounts.roles import Capability
from portsec.kernel.scope import Scope

SHOWN_LOOK_UPS = 12  # the latest; the log of look-ups has all of them
WHOSE = frozenset({"bill_of_lading", "release"})
"""Fields that tell whom the goods belong to, or who comes for them."""

NOT_ASKED = "Not asked for"
SECOND = "A second person must agree first: ask the data owner for a grant."
FRESH = "Sign in again first, then open it once more."
NOT_NEEDED = "Not needed for this work"


@dataclass(frozen=True, slots=True)
class MaskedField:
    """A field that is left out, and why. `is_on_file` is None where the reader may not know even that."""

    label: str
    field_class: FieldClass
    why: str
    is_on_file: bool | None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to the container during this stay."""

    at: datetime
    title: str
    icon: str
    tone: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CustodyStep:
    """One step of the release chain, with the names of both parties."""

    giver: str
    receiver: str
    state: ReleaseState | None
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a decision opened of a visit. `field_class` is the highest shown, at most what was asked."""

    field_class: FieldClass
    shown: tuple[ShownField, ...]
    masked: tuple[MaskedField, ...]

    @property
    def withheld(self) -> tuple[MaskedField, ...]:
        """Fields that were asked for and are left out, because the decision came with a duty."""
        return tuple(field for field in self.masked if field.why != NOT_ASKED)


@dataclass(frozen=True, slots=True)
class CargoPage(Opened):
    """The whole page of a visit, as far as it was opened."""

    happenings: tuple[Happening, ...]
    chain: tuple[CustodyStep, ...]
    look_ups: tuple[DataEvent, ...] | None


def cargo_page(
    visit: CargoVisit, decision: LookUpDecision, asked: FieldClass, *, is_fresh: bool, scope: Scope
) -> CargoPage:
    """The page of a visit that a decision has opened. `is_fresh`: the reader has just proved who they are."""
    opened = opened_fields(visit, decision, asked, is_fresh=is_fresh)
    critical = opened.field_class is FieldClass.S3
    rights = chain_of(visit) if critical else []
    return CargoPage(
        field_class=opened.field_class,
        shown=opened.shown,
        masked=opened.masked,
        happenings=_happenings(visit, rights, critical=critical),
        chain=_chain(visit, rights) if critical else (),
        look_ups=_look_ups(visit, scope),
    )


def opened_fields(
    visit: CargoVisit, decision: LookUpDecision, asked: FieldClass, *, is_fresh: bool
) -> Opened:
    """The fields alone, after the duties that came with the decision. Whoever shows a visit asks here."""
    duties = frozenset(decision.verdict.obligations)
    unmet = SECOND if SECOND_PERSON in duties else FRESH if STEP_UP in duties and not is_fresh else ""
    field_class = FieldClass.S2 if unmet and asked is FieldClass.S3 else asked
    shown, masked = _fields(visit, decision, field_class, unmet, masks=MASK in duties)
    return Opened(field_class, shown, masked)


def _fields(
    visit: CargoVisit, decision: LookUpDecision, opened: FieldClass, unmet: str, *, masks: bool
) -> tuple[tuple[ShownField, ...], tuple[MaskedField, ...]]:
    """Whether a field that is left out has a value is told only to whom work explains the container."""
    shown, masked = [], []
    for field in FIELDS:
        is_open = field.field_class.rank <= opened.rank
        if is_open and not (masks and field.name in WHOSE):
            shown.append(ShownField(field.label, field.field_class, field.value(visit) or "–"))
        else:
            why = NOT_NEEDED if is_open else unmet or NOT_ASKED
            is_on_file = bool(field.value(visit)) if decision.explanation is not None else None
            masked.append(MaskedField(field.label, field.field_class, why, is_on_file))
    return tuple(shown), tuple(masked)


def _happenings(visit: CargoVisit, rights: list[ReleaseRight], *, critical: bool) -> tuple[Happening, ...]:
    """The newest first. Steps of the release right and incidents are critical."""
    found = []
    if visit.discharged_at is not None:
        found.append(Happening(visit.discharged_at, "Discharged", "anchor", "info"))
    if visit.gate_out_at is not None:
        found.append(Happening(visit.gate_out_at, "Left by the gate", "log-out", "good"))
    if critical:
        found += [_step(right) for right in rights]
        found += _incidents(visit)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _step(right: ReleaseRight) -> Happening:
    state = right.state_word
    at = right.ended_at or right.answered_at or right.offered_at
    return Happening(at, f"Release right: {state.label.lower()}", "key-round", state.tone, str(right))


def _incidents(visit: CargoVisit) -> list[Happening]:
    incidents = Incident.objects.filter(port=visit.port_id, container=visit.container)
    if visit.discharged_at is not None:
        incidents = incidents.filter(at__gte=visit.discharged_at)
    return [
        Happening(one.at, IncidentKind(one.kind).label, "triangle-alert", "bad", one.area)
        for one in incidents
    ]


def _chain(visit: CargoVisit, rights: list[ReleaseRight]) -> tuple[CustodyStep, ...]:
    """Steps that were taken here; where there are none, those of the imported chain."""
    if rights:
        names = names_of({code for one in rights for code in (one.from_organisation, one.to_organisation)})
        return tuple(
            CustodyStep(
                names.get(one.from_organisation, one.from_organisation),
                names.get(one.to_organisation, one.to_organisation),
                one.state_word,
                one.answered_at or one.offered_at,
                one.ended_at,
            )
            for one in rights
        )
    hops = list(ReleaseHop.objects.filter(port=visit.port_id, container=visit.container))
    names = names_of({code for hop in hops for code in (hop.from_organisation, hop.to_organisation)})
    return tuple(
        CustodyStep(
            names.get(hop.from_organisation, hop.from_organisation),
            names.get(hop.to_organisation, hop.to_organisation),
            None,
            hop.at,
            hop.ended_at,
        )
        for hop in hops
    )


def _look_ups(visit: CargoVisit, scope: Scope) -> tuple[DataEvent, ...] | None:
    """Who looked at it, for those who see the log of look-ups; None for all others."""
    if not scope.holds(Capability.VIEW_EVENTS.value, visit.port_id):
        return None
    events = DataEvent.objects.filter(port=visit.port_id, object_ref=visit.container)
    return tuple(events.select_related("person").order_by("-number")[:SHOWN_LOOK_UPS])
