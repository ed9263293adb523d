"""Gathers what detection judges: events of a stretch of time and their context, as frozen facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from access.detection import facts
from access.detection.facts import DataFact, GateFact
from access.detection.physical_facts import TruckAppointment
from access.detection.trucks import plain
from access.detection.window import Context, Window
from access.models import Badge
from access.scanning.extent import Extent
from access.scanning.share import Share, Silences
from access.selectors import detection_governance as governance
from access.selectors import detection_places as places
from access.selectors import detection_work as work
from access.selectors.detection_events import data_facts, gate_facts
from access.selectors.detection_work import About
from accounts.models import Port
from screening.models import Person


def window(port: Port, *, since: datetime, until: datetime, loaded_since: datetime) -> Window:
    """Everything that rules need to judge what falls due between `since` and `until`."""
    extent = Extent(since, until, loaded_since)
    return Window(
        since=since,
        until=until,
        loaded_since=loaded_since,
        gate=tuple(gate_facts(port, extent)),
        data=data_facts(port, extent),
        context=_context(port, extent, None, people(port)),
    )


def share(port: Port, extent: Extent, silences: Silences, *, with_data: bool = True) -> Share:
    """The same for some people alone: their events, and the context of these. For everybody without people.

    `with_data`: rules about gates alone do without look-ups, which are most of the log.
    """
    gate = tuple(gate_facts(port, extent))
    data = data_facts(port, extent) if with_data else None
    everybody, about = people(port), None
    if extent.people is not None:
        appointments = places.truck_appointments(port, extent) or ()
        about = _about(port, extent, gate, data or (), everybody, appointments)
    return Share(
        since=extent.since,
        until=extent.until,
        loaded_since=extent.loaded_since,
        gate=gate,
        data=data,
        context=_context(port, extent, about, everybody),
        silences=silences,
    )


def _context(
    port: Port, extent: Extent, about: About | None, everybody: tuple[facts.PersonContext, ...]
) -> Context:
    """Only feeds that the port has delivered; an empty table means that it never did.

    What no table keeps stays out, and rules that need it say so: weighbridges, chips, beams, positions of
    boxes, numbers of log records.
    """
    return Context(
        badges=work.badge_spans(port, about),
        clearances=work.clearance_spans(port, about),
        work_orders=work.work_orders(port, extent, about),
        release_chain=work.release_hops(port, extent, about),
        roster=work.roster(port, extent, about),
        cargo=work.cargo(port, extent, about),
        vessel_calls=work.vessel_calls(port, extent),
        grants=work.grants(port, about),
        people=everybody or None,
        areas=places.areas(port),
        peer_limits=places.peer_limits(port),
        incidents=places.incidents(port, extent),
        honey_containers=places.honey_containers(port),
        travel_times=places.travel_times(port),
        readers=places.readers(port),
        shift_changes=places.shift_changes(port, extent),
        alarms=places.alarms(port, extent),
        truck_appointments=places.truck_appointments(port, extent),
        hosted_visits=places.hosted_visits(port, extent),
        area_uses=places.area_uses(port, extent) if about is None else None,
        accounts=governance.accounts(port),
        rights=governance.rights(port, extent),
        approvals=governance.approvals(port, extent),
        break_glasses=governance.break_glasses(port, extent),
        review_answers=governance.review_answers(port, extent),
        acts_of_office=governance.acts_of_office(port, extent),
        rule_changes=governance.rule_changes(port, extent),
        case_closings=governance.case_closings(port, extent),
    )


def people(port: Port) -> tuple[facts.PersonContext, ...]:
    """Everybody, also for a share of them: peers and teams are found among all."""
    columns = ("ref", "external_ref", "organisation__code", "job_title", "peer_group", "employment")
    rows = Person.objects.filter(port=port).values_list(*columns)
    return tuple(
        facts.PersonContext(
            person=external or ref,
            organisation=organisation or "",
            role=role,
            teams=frozenset({group} if group else ()),
            peer_group=group,
            employment=employment,
        )
        for ref, external, organisation, role, group, employment in rows.iterator(chunk_size=work.AT_ONCE)
    )


def _about(
    port: Port,
    extent: Extent,
    gate: Collection[GateFact],
    data: Collection[DataFact],
    everybody: Collection[facts.PersonContext],
    appointments: Collection[TruckAppointment],
) -> About:
    """Whom and what the events of some people are about. Work may mean a box by its bill, ship or block."""
    names = {fact.person for fact in gate} | {fact.person for fact in data} | set(extent.people or ())
    plates = {plain(fact.vehicle) for fact in gate if fact.vehicle}
    objects = {fact.object for fact in data}
    objects |= {one.container for one in appointments if plain(one.plate) in plates}
    badges = {fact.badge for fact in gate if fact.badge}
    held = Badge.objects.filter(Q(serial__in=badges) | Q(person_ref__in=names), port=port)
    for serial, holder in held.values_list("serial", "person_ref"):
        badges.add(serial)
        names.add(holder)
    about = About(
        people=frozenset(names - {""}),
        accounts=frozenset(fact.account for fact in data),
        badges=frozenset(badges),
        teams=frozenset(team for one in everybody if one.person in names for team in one.teams),
        objects=frozenset(objects - {""}),
    )
    stays = work.cargo(port, extent, about) or ()
    return replace(about, objects=about.objects | work.names_of(stays))
