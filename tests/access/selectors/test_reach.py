"""Every list of access narrows to the ports in reach; absent and out of reach look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from access.enums import DataAction, Direction, FieldClass, Severity
from access.models import Badge, Flag, PersonCase
from access.selectors import (
    area,
    badge,
    badge_register,
    case_finding,
    desk,
    event_log,
    gate_event,
    live,
    person_case,
    ranked_case,
)
from access.services import data_access
from access.services import gate_event as gate_events
from accounts.models import User
from accounts.roles import Capability
from portsec.kernel.errors import InvalidInput, NotFound
from portsec.kernel.scope import Scope
from tests.moment import port_now
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

C = Capability
AT = port_now()
Rows = Callable[[Scope], Iterable[Any]]
GATES = {C.WATCH_GATES, C.VIEW_EVENTS, C.VIEW_BADGES, C.ISSUE_BADGES}
CASES = {C.VIEW_PERSON_CASES}


def queue(scope: Scope) -> Iterable[Any]:
    """The queue as somebody reads it who has unmasked nothing."""
    return case_finding.case_queue(scope=scope, viewer=User(pk=0), at=AT)


# By name: the list and the capabilities that each open it. Every row says its port in `port_id`.
LISTS: dict[str, tuple[Rows, set[Capability]]] = {
    "visible_areas": (lambda scope: area.visible_areas(scope=scope), GATES),
    "visible_readers": (lambda scope: area.visible_readers(scope=scope), GATES),
    "visible_badges": (lambda scope: badge.visible_badges(scope=scope), {C.VIEW_BADGES}),
    "badge_register": (lambda scope: badge_register.badge_register(scope=scope, at=AT), {C.VIEW_BADGES}),
    "case_queue": (lambda scope: queue(scope), CASES),
    "visible_cases": (lambda scope: person_case.visible_cases(scope=scope), CASES),
    "open_cases": (lambda scope: person_case.open_cases(scope=scope), CASES),
    "visible_events": (
        lambda scope: gate_event.visible_events(scope=scope),
        {C.VIEW_EVENTS, C.WATCH_GATES},
    ),
    "gate_log": (lambda scope: event_log.gate_log(scope=scope), {C.VIEW_EVENTS}),
    "look_up_log": (lambda scope: event_log.look_up_log(scope=scope), {C.VIEW_EVENTS}),
    "live_events": (lambda scope: live.live_events(scope=scope), {C.WATCH_GATES}),
    "newest_events": (lambda scope: live.newest_events(scope=scope, at=AT), {C.WATCH_GATES}),
}


def holding(*capabilities: Capability, at: Iterable[int]) -> Scope:
    return Scope(capabilities={capability.value: frozenset(at) for capability in capabilities})


@pytest.mark.parametrize("name", LISTS)
def test_list_when_scope_grows_then_so_does_the_list_and_no_further(
    made: Scenario, elsewhere: Scenario, name: str
) -> None:
    rows, opening = LISTS[name]
    here, there = made.port.pk, elsewhere.port.pk

    def seen(scope: Scope) -> set[int]:
        return {row.port_id for row in rows(scope)}

    assert seen(Scope.nothing()) == set()
    assert seen(holding(*set(C) - opening, at=[here, there])) == set(), "another right opens nothing"
    for capability in opening:
        assert seen(holding(capability, at=[here])) == {here}
        assert seen(holding(capability, at=[here, there])) == {here, there}
    assert seen(Scope.system(reason="a test")) == {here, there}


COUNTS: dict[str, tuple[Callable[[Scope], Any], Capability]] = {
    "badge_areas": (lambda scope: badge_register.badge_areas(scope=scope), C.VIEW_BADGES),
    "badge_organisations": (lambda scope: badge_register.badge_organisations(scope=scope), C.VIEW_BADGES),
    "log_readers": (lambda scope: event_log.log_readers(scope=scope), C.VIEW_EVENTS),
    "scan_reports": (
        lambda scope: [report.port for report in case_finding.scan_reports(scope=scope)],
        C.VIEW_PERSON_CASES,
    ),
    "calls": (
        lambda scope: live.calls(scope=scope, at=AT - timedelta(minutes=50)).shown,
        C.WATCH_GATES,
    ),
    "refusals_by_reason": (
        lambda scope: [
            number
            for _, number in gate_event.refusals_by_reason(scope=scope, since=AT - timedelta(days=1))
            for _ in range(number)
        ],
        C.VIEW_EVENTS,
    ),
    "refused_since": (
        lambda scope: [1] * gate_event.refused_since(scope=scope, since=AT - timedelta(days=1)),
        C.VIEW_EVENTS,
    ),
    "people_at_desk": (
        lambda scope: list(desk.people_at_desk("Erin", scope=scope, at=AT)),
        C.ISSUE_BADGES,
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_figure_when_scope_grows_then_so_does_the_figure(
    made: Scenario, elsewhere: Scenario, name: str
) -> None:
    figure, capability = COUNTS[name]
    reader = elsewhere.reader
    reader.code = "GA2"
    reader.save()
    elsewhere.area.name = "Terminal of the other port"
    elsewhere.area.save()
    here, there = made.port.pk, elsewhere.port.pk

    def length(*ports: int) -> int:
        return len(figure(holding(capability, C.VIEW_PEOPLE, at=ports)))

    assert length() == 0
    assert length(here) == 1
    assert length(here, there) == 2
    assert len(figure(Scope.system(reason="a test"))) == 2


FETCHES: dict[str, Callable[[Scenario, bool, Scope], Any]] = {
    "access_badge": lambda of, there, scope: badge.access_badge(
        of.badge.serial if there else "B000001", scope=scope
    ),
    "access_person_case": lambda of, there, scope: person_case.access_person_case(
        of.person_case.ref if there else "PC-1999-00001", scope=scope
    ),
    "access_event": lambda of, there, scope: gate_event.access_event(
        str(of.event.id) if there else "00000000-0000-0000-0000-000000000000", scope=scope
    ),
    "access_person_at_desk": lambda of, there, scope: desk.access_person_at_desk(
        of.erin.ref if there else "P-00000000", scope=scope, at=AT
    ),
}


@pytest.mark.parametrize("name", FETCHES)
def test_fetch_when_absent_or_out_of_reach_then_the_same_answer(made: Scenario, name: str) -> None:
    fetch = FETCHES[name]
    everything = holding(*C, at=[made.port.pk])
    assert fetch(made, True, everything).pk
    assert fetch(made, True, Scope.system(reason="a test")).pk
    with pytest.raises(NotFound):
        fetch(made, False, everything)
    for scope in (Scope.nothing(), holding(*C, at=[made.port.pk + 1])):
        answers = []
        for exists in (True, False):
            with pytest.raises(NotFound) as refusal:
                fetch(made, exists, scope)
            answers.append((refusal.value.code, refusal.value.detail))
        assert answers[0] == answers[1]


@pytest.mark.parametrize("text", ["", "17", "not-an-id", "x" * 36, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"])
def test_event_when_the_id_is_none_then_absent(made: Scenario, text: str) -> None:
    with pytest.raises(NotFound):
        gate_event.access_event(text, scope=Scope.system(reason="a test"))


def test_name_when_two_ports_in_reach_use_it_then_neither_is_taken_for_the_other(
    made: Scenario, elsewhere: Scenario
) -> None:
    Badge.objects.filter(pk=elsewhere.badge.pk).update(serial=made.badge.serial)
    here, there = made.port.pk, elsewhere.port.pk
    both = holding(*C, at=[here, there])
    with pytest.raises(InvalidInput, match="Several of your ports"):
        badge.access_badge(made.badge.serial, scope=both)
    assert badge.access_badge(made.badge.serial, scope=holding(*C, at=[there])) == elsewhere.badge


def test_readers_when_attempts_are_submitted_then_a_device_has_its_own_and_a_guard_those_of_the_port(
    made: Scenario, elsewhere: Scenario
) -> None:
    spare = made.reader.__class__.objects.create(port=made.port, code="GA2", area_to=made.area)

    def readers(name: str) -> set[Any]:
        actor = made.cast.everybody()[name]
        return set(
            area.attempt_readers(actor_id=actor.user.pk, is_device=actor.user.is_device, scope=actor.scope)
        )

    assert readers("reader") == {made.reader}
    assert readers("carol") == {made.reader, spare}
    assert readers("anna") == set()
    made.reader.device = None
    made.reader.save()
    assert readers("reader") == set(), "a device without a reader has none"
    carol = made.cast.carol
    given = {"actor_id": carol.user.pk, "is_device": False}
    assert area.access_attempt_reader("GA2", scope=carol.scope, **given) == spare
    with pytest.raises(NotFound):
        area.access_attempt_reader("GA3", scope=carol.scope, **given)
    both = holding(C.SUBMIT_GATE_ATTEMPTS, at=[made.port.pk, elsewhere.port.pk])
    with pytest.raises(InvalidInput) as refusal:
        area.access_attempt_reader("GA1", scope=both, **given)
    assert set(refusal.value.fields) == {"reader"}


READS: dict[str, tuple[Callable[[Scope], Any], int]] = {
    "areas": (lambda scope: [row.port.name for row in area.visible_areas(scope=scope)], 1),
    "readers": (lambda scope: [row.area_to.name for row in area.visible_readers(scope=scope)], 1),
    "badges": (
        lambda scope: [row.person.organisation.name for row in badge.visible_badges(scope=scope)],
        1,
    ),
    "register": (
        lambda scope: [
            (row.clearance_state, row.person.full_name)
            for row in badge_register.badge_register(scope=scope, at=AT)
        ],
        1,
    ),
    "cases": (
        lambda scope: [[flag.rule for flag in row.flags.all()] for row in queue(scope)],
        2,
    ),
    "events": (
        lambda scope: [row.badge and row.badge.serial for row in gate_event.visible_events(scope=scope)],
        1,
    ),
    "gate log": (lambda scope: [str(row.person) for row in event_log.gate_log(scope=scope)], 1),
    "look-ups": (lambda scope: [str(row.person) for row in event_log.look_up_log(scope=scope)], 1),
    "live": (lambda scope: [row.person.organisation.name for row in live.live_events(scope=scope)], 1),
    "desk": (
        lambda scope: [
            (row.has_badge, row.organisation.name) for row in desk.people_at_desk("Erin", scope=scope, at=AT)
        ],
        1,
    ),
}


@pytest.mark.parametrize("name", READS)
def test_list_when_rows_grow_then_queries_do_not(
    made: Scenario, elsewhere: Scenario, name: str, django_assert_num_queries: Any
) -> None:
    read, queries = READS[name]
    with django_assert_num_queries(queries):
        one = len(read(holding(*C, at=[made.port.pk])))
    for number in range(2):
        device = elsewhere.cast.reader
        attempt = gate_events.Attempt(elsewhere.credential, Direction.IN, f"more-{number}")
        gate_events.record_attempt(
            elsewhere.reader, attempt, actor=device.reference, scope=device.scope, at=AT
        )
        question = data_access.LookUp(
            "person", elsewhere.erin.log_ref, DataAction.READ, FieldClass.S1, "CSQU3054383"
        )
        data_access.answer(
            elsewhere.port, question, actor="user:dora2", scope=elsewhere.cast.dora.scope, at=AT
        )
    with django_assert_num_queries(queries):
        assert len(read(Scope.system(reason="a test"))) > one > 0


def test_cases_when_ranked_then_highest_first_and_few_queries(
    made: Scenario, elsewhere: Scenario, django_assert_num_queries: Any
) -> None:
    scope = made.cast.anna.scope
    queries = (
        8  # cases, flags, the newest flag, what outcomes have taught, and four for how rare findings are
    )
    with django_assert_num_queries(queries):
        ranked = list(ranked_case.ranked_cases(made.port, scope=scope))
    assert [(one.rank, one.case) for one in ranked] == [(1, made.person_case)]
    points = [flag.points for flag in ranked[0].flags]
    assert points == sorted(points, reverse=True)
    lower = [weaker_case(made, ranked[0].flags[-1], number) for number in range(2)]
    with django_assert_num_queries(queries):
        ranked = list(ranked_case.ranked_cases(made.port, scope=scope))
    assert [one.case for one in ranked] == [made.person_case, *lower]
    assert ranked[0].score > ranked[1].score > 0
    assert not list(ranked_case.ranked_cases(elsewhere.port, scope=scope))


def weaker_case(made: Scenario, flag: Flag, number: int) -> PersonCase:
    """Somebody else's, with this one flag alone, of medium severity."""
    case = PersonCase.objects.create(
        port=made.port,
        ref=f"PC-2026-9999{number}",
        subject=f"E-{number}",
        opened_at=made.at,
        updated_at=made.at,
    )
    flag.pk, flag._state.adding = None, True
    flag.case, flag.key, flag.severity = case, f"{flag.key}-{number}", Severity.MEDIUM.value
    flag.save()
    return case
