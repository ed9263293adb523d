"""Changes of the ISPS level: two people, an end, and stepping back without anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access.enums import LevelChangeEvent, LevelChangeState
from access.gate.isps import IspsLevel
from access.models import Area, LevelChange
from access.selectors.isps_level import level_of, levels_of
from access.services import isps_level
from accounts.models import Port
from portsec.kernel.errors import Conflict, InvalidInput, PortsecError, Refused
from tests.people import Cast
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ONE, TWO, THREE = IspsLevel
HOUR = timedelta(hours=1)
WHY: dict[str, Any] = {"reason": "The State asks for it."}


@pytest.fixture
def yard(port: Port) -> Area:
    return Area.objects.create(port=port, code="YARD", name="Yard")


def propose(
    place: Port | Area, level: IspsLevel, cast: Cast, now: datetime, hours: int | None = 24
) -> LevelChange:
    end = now + hours * HOUR if hours is not None and level > ONE else None
    return isps_level.propose(place, level, steps_back_at=end, **WHY, **cast.sven.acts(now))


def put_in_force(
    place: Port | Area, level: IspsLevel, cast: Cast, now: datetime, hours: int = 24
) -> LevelChange:
    return isps_level.confirm(propose(place, level, cast, now, hours), **WHY, **cast.siri.acts(now))


def test_level_when_only_proposed_then_nothing_changes(port: Port, cast: Cast, now: datetime) -> None:
    propose(port, TWO, cast, now)
    assert level_of(port, at=now) is ONE


def test_level_when_confirmed_by_another_then_in_force_at_once(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    change = put_in_force(port, THREE, cast, now)
    assert level_of(port, at=now) is THREE
    assert change.state_word is LevelChangeState.IN_FORCE
    assert record.kinds() == ["access.isps_level.proposed", "access.isps_level.confirmed"]


def test_level_when_proposer_confirms_then_refused_and_recorded(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    change = propose(port, TWO, cast, now)
    with pytest.raises(Refused) as error:
        isps_level.confirm(change, **WHY, **cast.sven.acts(now))
    assert error.value.verdict.codes == ("own_proposal",)
    assert level_of(port, at=now) is ONE
    assert record.kinds() == ["access.isps_level.proposed", "access.isps_level.not_confirmed"]


def test_level_when_one_person_writes_both_names_then_the_database_refuses(
    port: Port, cast: Cast, now: datetime
) -> None:
    change = propose(port, TWO, cast, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelChange.objects.filter(pk=change.pk).update(state="in_force", decided_by=cast.sven.reference)


def test_level_when_its_time_has_passed_then_it_steps_back_without_anybody(
    port: Port, yard: Area, cast: Cast, now: datetime
) -> None:
    put_in_force(port, TWO, cast, now, 24)
    put_in_force(yard, THREE, cast, now, 2)
    assert levels_of(port, at=now + HOUR).areas == {yard.pk: THREE}
    assert levels_of(port, at=now + 2 * HOUR).areas == {yard.pk: ONE}
    assert level_of(port, at=now + 24 * HOUR - timedelta(microseconds=1)) is TWO
    assert level_of(port, at=now + 24 * HOUR) is ONE
    assert LevelChange.objects.filter(state="in_force").count() == 2  # nobody has touched the rows


def test_level_when_a_short_one_stands_above_a_long_one_then_it_falls_back_to_that(
    port: Port, cast: Cast, now: datetime
) -> None:
    put_in_force(port, TWO, cast, now, 7 * 24)
    put_in_force(port, THREE, cast, now, 24)
    moments = [now, now + 24 * HOUR, now + 7 * 24 * HOUR]
    assert [level_of(port, at=at) for at in moments] == [THREE, TWO, ONE]


def test_level_when_lowered_early_then_the_higher_ones_end(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    put_in_force(port, TWO, cast, now, 7 * 24)
    put_in_force(port, THREE, cast, now, 24)
    record.new()
    put_in_force(port, ONE, cast, now)
    assert level_of(port, at=now) is ONE
    assert level_of(port, at=now + 24 * HOUR) is ONE
    assert record.kinds() == [
        "access.isps_level.proposed",
        "access.isps_level.ended",
        "access.isps_level.ended",
        "access.isps_level.confirmed",
    ]


def test_level_when_renewed_then_the_new_end_counts(port: Port, cast: Cast, now: datetime) -> None:
    put_in_force(port, TWO, cast, now, 24)
    put_in_force(port, TWO, cast, now, 48)
    assert level_of(port, at=now + 30 * HOUR) is TWO
    assert LevelChange.objects.filter(state="in_force").count() == 1


def test_sweep_when_levels_have_lapsed_then_each_is_recorded_once(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    put_in_force(port, TWO, cast, now, 1)
    record.new()
    assert isps_level.put_lapsed_on_record(at=now + HOUR / 2) == 0
    assert isps_level.put_lapsed_on_record(at=now + 2 * HOUR) == 1
    assert isps_level.put_lapsed_on_record(at=now + 3 * HOUR) == 0
    assert record.one("access.isps_level.ended").body["by_itself"] is True
    assert LevelChange.objects.get().state_word is LevelChangeState.ENDED


def test_level_when_a_lapsed_one_was_not_swept_yet_then_the_next_can_be_confirmed(
    port: Port, cast: Cast, now: datetime
) -> None:
    put_in_force(port, TWO, cast, now, 1)
    put_in_force(port, TWO, cast, now + 2 * HOUR, 1)
    assert level_of(port, at=now + 2 * HOUR) is TWO


@pytest.mark.parametrize(
    ("level", "hours", "field"),
    [
        (ONE, None, "to_level"),
        (TWO, None, "steps_back_at"),
        (TWO, 0, "steps_back_at"),
        (THREE, 24 * 31, "steps_back_at"),
    ],
)
def test_proposal_when_level_or_end_is_impossible_then_named_by_field(
    port: Port, cast: Cast, now: datetime, level: IspsLevel, hours: int | None, field: str
) -> None:
    end = now + hours * HOUR if hours is not None else None
    with unchanged(), pytest.raises(InvalidInput) as error:
        isps_level.propose(port, level, steps_back_at=end, **WHY, **cast.sven.acts(now))
    assert set(error.value.fields) == {field}


def test_proposal_when_one_waits_for_the_place_then_conflict_and_other_places_go_on(
    port: Port, yard: Area, cast: Cast, now: datetime
) -> None:
    propose(port, TWO, cast, now)
    with unchanged(), pytest.raises(Conflict):
        propose(port, THREE, cast, now)
    propose(yard, THREE, cast, now)


def test_proposal_when_its_end_has_passed_then_not_confirmed(port: Port, cast: Cast, now: datetime) -> None:
    change = propose(port, TWO, cast, now, 1)
    with pytest.raises(InvalidInput):
        isps_level.confirm(change, **WHY, **cast.siri.acts(now + 2 * HOUR))


def test_proposal_when_the_level_stepped_back_meanwhile_then_proposed_anew(
    port: Port, cast: Cast, now: datetime
) -> None:
    put_in_force(port, TWO, cast, now, 1)
    change = propose(port, THREE, cast, now)
    with pytest.raises(Conflict, match="anew"):
        isps_level.confirm(change, **WHY, **cast.siri.acts(now + 2 * HOUR))


@pytest.mark.parametrize("state", list(LevelChangeState))
@pytest.mark.parametrize("event", [LevelChangeEvent.CONFIRM, LevelChangeEvent.REFUSE])
def test_change_when_answered_in_each_state_then_only_a_proposal_takes_it(
    port: Port, cast: Cast, now: datetime, state: LevelChangeState, event: LevelChangeEvent
) -> None:
    change = propose(port, TWO, cast, now)
    if state in {LevelChangeState.IN_FORCE, LevelChangeState.ENDED}:
        isps_level.confirm(change, **WHY, **cast.siri.acts(now))
    if state is LevelChangeState.ENDED:
        put_in_force(port, ONE, cast, now)
        change.refresh_from_db()
    if state is LevelChangeState.REFUSED:
        isps_level.refuse(change, **WHY, **cast.siri.acts(now))
    command = isps_level.confirm if event is LevelChangeEvent.CONFIRM else isps_level.refuse
    if state is LevelChangeState.PROPOSED:
        command(change, **WHY, **cast.siri.acts(now))
    else:
        with unchanged(), pytest.raises(PortsecError):
            command(change, **WHY, **cast.siri.acts(now))


def test_proposal_when_its_own_author_takes_it_back_then_declined(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    change = isps_level.refuse(propose(port, TWO, cast, now), **WHY, **cast.sven.acts(now))
    assert change.state_word is LevelChangeState.REFUSED
    assert record.kinds()[-1] == "access.isps_level.declined"


@pytest.mark.parametrize("name", ["gita", "carol", "frank", "adam", "cleo"])
def test_level_when_actor_is_no_security_officer_then_refused(
    port: Port, cast: Cast, now: datetime, name: str
) -> None:
    acts = getattr(cast, name).acts(now)
    change = propose(port, TWO, cast, now)
    with pytest.raises(Refused):
        isps_level.propose(port, THREE, steps_back_at=now + HOUR, **WHY, **acts)
    with pytest.raises(Refused):
        isps_level.confirm(change, **WHY, **acts)
    with pytest.raises(Refused):
        isps_level.refuse(change, **WHY, **acts)
    assert level_of(port, at=now) is ONE
