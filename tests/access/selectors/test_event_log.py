"""The log of attempts and look-ups, narrowed as an auditor asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access.models import Flag, GateEvent
from access.selectors import event_log, gate_event, live
from access.services import unmasking
from accounts.models import Port
from portsec.kernel.scope import Scope
from tests.people import Actor
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")


def attempts(**narrowed: Any) -> list[str]:
    return [event.code for event in event_log.gate_log(scope=EVERYTHING, **narrowed)]


def look_ups(**narrowed: Any) -> int:
    return event_log.look_up_log(scope=EVERYTHING, **narrowed).count()


def test_attempts_when_narrowed_then_only_what_fits(made: Scenario) -> None:
    """The scenario has one granted attempt an hour ago and one refused a minute later."""
    assert attempts() == ["second", "first"]
    assert attempts(result="refused") == ["second"]
    assert attempts(since=made.at + timedelta(seconds=30)) == ["second"]
    assert attempts(until=made.at) == ["first"]
    assert attempts(reader="GA1") == ["second", "first"]
    assert attempts(reader="GA2") == []
    for text in ("vermeer erin", made.erin.ref.lower(), made.badge.serial.lower(), made.badge.serial):
        assert attempts(person=text) == ["second", "first"], text
    for text in ("somebody", "%", "B1"):
        assert attempts(person=text) == [], text


def test_look_ups_when_narrowed_then_only_what_fits(made: Scenario) -> None:
    """The scenario has one, refused, of a container that is not in the port."""
    assert look_ups() == 1
    assert look_ups(container=f" {OTHER_CONTAINER[:4].lower()} {OTHER_CONTAINER[4:]} ") == 1
    assert look_ups(container=CONTAINER) == 0
    assert look_ups(result="denied") == 1
    assert look_ups(result="ok") == 0
    assert look_ups(field_class="S3") == 1
    assert look_ups(field_class="S1") == 0
    assert look_ups(unexplained=True) == 1
    for text in ("erin", made.erin.ref, made.erin.log_ref.lower()):
        assert look_ups(person=text) == 1, text
    assert look_ups(person="viktor") == 0


def test_size_when_few_then_counted_and_when_many_then_estimated(
    made: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = event_log.gate_log(scope=EVERYTHING)
    assert event_log.log_size(log) == (2, True)
    monkeypatch.setattr(event_log, "COUNTED_UP_TO", 1)
    size, is_counted = event_log.log_size(log)
    assert not is_counted
    assert size >= 2


def test_cases_when_events_are_named_in_flags_then_only_for_who_has_unmasked_the_case(
    made: Scenario, now: datetime
) -> None:
    events = list(GateEvent.objects.filter(code="second"))
    anna, frank, dora = made.cast.anna, made.cast.frank, made.cast.dora

    def cases(actor: Actor) -> dict[int, str]:
        return event_log.cases_of_events(events, scope=actor.scope, viewer=actor.user.pk, at=now)

    assert cases(anna) == {}, "beside a name the log would unmask the case"
    unmasking.unmask(made.person_case, reason="To ask the foreman.", **anna.acts(now))
    assert cases(anna) == {events[0].number: made.person_case.ref}
    assert cases(frank) == {}
    assert cases(dora) == {}
    Flag.objects.all().delete()
    assert cases(anna) == {}
    assert event_log.cases_of_events([], scope=EVERYTHING, viewer=0, at=now) == {}


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", True),
        ("3F2504E0-4F89-41D3-9A0C-0305E82C3301", False),
        ("3f2504e04f8941d39a0c0305e82c3301", False),
        ("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", False),
        ("17", False),
        ("", False),
    ],
)
def test_id_when_read_then_ours_only_in_our_own_form(name: str, is_ours: bool) -> None:
    assert event_log.is_id(name) is is_ours


def test_days_when_counted_then_by_the_ports_day_and_empty_ones_too(port: Port, now: datetime) -> None:
    midnight = now.astimezone(UTC).replace(month=6, day=15, hour=22, minute=0, second=0, microsecond=0)
    for number, (at, result) in enumerate(
        [
            (midnight - timedelta(seconds=1), "granted"),
            (midnight, "refused"),
            (midnight + timedelta(hours=1), "granted"),
        ]
    ):
        GateEvent.objects.create(
            port=port,
            source="import",
            code=str(number),
            at=at,
            received_at=at,
            reader_code="GA1",
            direction="in",
            result=result,
        )
    days = gate_event.entries_per_day(scope=EVERYTHING, until=midnight + timedelta(hours=2), days=3)
    assert [(granted, refused) for _, granted, refused in days] == [(0, 0), (1, 0), (1, 1)]
    assert days[-1][0] == midnight.date() + timedelta(days=1)


def test_refusals_when_counted_then_each_reason_in_its_sentence(made: Scenario) -> None:
    since = made.at - timedelta(hours=1)
    assert gate_event.refused_since(scope=EVERYTHING, since=since) == 1
    assert gate_event.refusals_by_reason(scope=EVERYTHING, since=since) == [
        ("The clearance is suspended at present.", 1)
    ]
    assert gate_event.refused_since(scope=EVERYTHING, since=made.at + timedelta(hours=1)) == 0


def test_refusals_when_a_guard_watches_then_the_newest_for_a_quarter_of_an_hour(made: Scenario) -> None:
    refused = GateEvent.objects.get(code="second")
    scope = made.cast.carol.scope
    last = refused.at + live.CALLS_WITHIN
    (call,) = live.calls(scope=scope, at=last).shown
    assert (call.attempt, call.is_alarm, call.can_suspend) == (refused, False, True)
    assert not live.calls(scope=scope, at=last + timedelta(seconds=1)).shown
    assert [event.code for event in live.newest_events(scope=scope, at=last)] == ["second", "first"]
