"""Grants: given by others for a purpose and an end, merged where they overlap, and gone at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access.enums import FieldClass, GrantStanding
from access.granting.terms import LONGEST, Asked
from access.models import CargoVisit, Grant
from access.port_directory.records import GrantRow
from access.services import grant
from accounts.models import User
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.people import Actor
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.threads import at_once
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAY = timedelta(days=1)


@pytest.fixture
def asked(now: datetime) -> Asked:
    return Asked(
        account="gita",
        object_type="container",
        object_ref=OTHER_CONTAINER,
        field_class=FieldClass.S2,
        purpose="Damage to the doors",
        valid_from=now,
        valid_until=now + 10 * DAY,
        case_ref="D-4",
    )


def test_grant_when_given_by_the_data_owner_then_kept_and_on_record(
    made: Scenario, asked: Asked, now: datetime, record: Record
) -> None:
    given = grant.give(made.port, asked, **made.cast.dora.acts(now))
    assert (given.account, given.object_ref, given.field_class) == ("gita", OTHER_CONTAINER, "S2")
    assert (given.valid_from, given.valid_until) == (asked.valid_from, asked.valid_until)
    assert given.granted_by == "user:dora"
    assert given.standing_at(now) is GrantStanding.IN_FORCE
    assert given.standing_at(now - DAY) is GrantStanding.PLANNED
    assert given.standing_at(given.valid_until) is GrantStanding.ENDED
    entry = record.one("access.grant.given")
    assert entry.actor == "user:dora"
    assert entry.subject == f"container:{OTHER_CONTAINER}"
    assert entry.body["grant"] == given.reference
    assert (entry.body["purpose"], entry.body["case_ref"]) == (asked.purpose, "D-4")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"account": "nobody"}, "account"),
        ({"account": "reader"}, "account"),
    ],
)
def test_grant_when_something_is_wrong_then_nothing_is_kept(
    made: Scenario, asked: Asked, now: datetime, said: dict[str, str], field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as error:
        grant.give(made.port, replace(asked, **said), **made.cast.dora.acts(now))  # type: ignore[arg-type]
    assert field in error.value.fields


def test_grant_when_it_ends_before_it_starts_or_runs_too_long_then_refused(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    acts = made.cast.dora.acts(now)
    for until in (now - DAY, now + LONGEST[FieldClass.S2] + DAY):
        with unchanged(), pytest.raises(InvalidInput) as error:
            grant.give(made.port, replace(asked, valid_until=until), **acts)
        assert list(error.value.fields) == ["valid_until"]


@pytest.mark.parametrize("name", ["sven", "frank", "gita", "dave"])
def test_grant_when_given_by_who_owns_no_data_then_refused(
    made: Scenario, asked: Asked, now: datetime, name: str
) -> None:
    actor: Actor = getattr(made.cast, name)
    with unchanged(), pytest.raises(Refused):
        grant.give(made.port, replace(asked, account="hugo"), **actor.acts(now))


def test_grant_when_to_oneself_or_to_a_second_account_then_refused(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    User.objects.filter(username__in=("dora", "gita")).update(person_ref=made.erin.ref)
    dora = Actor(User.objects.get(username="dora"))
    for account in ("dora", "gita"):
        with unchanged(), pytest.raises(Refused):
            grant.give(made.port, replace(asked, account=account), **dora.acts(now))
    with pytest.raises(InvalidInput):
        grant.keep(made.port, asked, by="user:gita", at=now)


def test_grant_when_critical_then_not_by_one_hand(made: Scenario, asked: Asked, now: datetime) -> None:
    critical = replace(asked, field_class=FieldClass.S3)
    with unchanged(), pytest.raises(Refused) as error:
        grant.give(made.port, critical, **made.cast.dora.acts(now))
    assert error.value.code == "two_hands"
    assert grant.keep(made.port, critical, by="user:dora", at=now).field_class == "S3"


def test_grant_when_one_gives_all_of_it_then_refused_with_its_name(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    first = grant.give(made.port, asked, **made.cast.dora.acts(now))
    within = replace(asked, valid_until=asked.valid_until - DAY, purpose="damage  to the DOORS")
    with unchanged(), pytest.raises(Conflict, match=first.reference):
        grant.give(made.port, within, **made.cast.dora.acts(now))


def test_grant_when_it_overlaps_for_the_same_purpose_then_one_grant_of_both(
    made: Scenario, asked: Asked, now: datetime, record: Record
) -> None:
    acts = made.cast.dora.acts(now)
    first = grant.give(made.port, asked, **acts)
    record.new()
    second = grant.give(made.port, replace(asked, valid_from=now + DAY, valid_until=now + 20 * DAY), **acts)
    assert second.pk == first.pk
    assert (second.valid_from, second.valid_until) == (now, now + 20 * DAY)
    assert record.kinds() == ["access.grant.extended"]


def test_grant_when_overlaps_would_add_up_to_too_long_then_refused(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    acts = made.cast.dora.acts(now)
    grant.give(made.port, asked, **acts)
    chained = replace(asked, valid_from=now + 9 * DAY, valid_until=now + 100 * DAY)
    with unchanged(), pytest.raises(InvalidInput):
        grant.give(made.port, chained, **acts)


def test_grant_when_another_purpose_then_a_grant_of_its_own(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    acts = made.cast.dora.acts(now)
    first = grant.give(made.port, asked, **acts)
    other = replace(asked, purpose="Claim", valid_from=now + timedelta(minutes=1))
    assert grant.give(made.port, other, **acts).pk != first.pk
    with pytest.raises(Conflict):
        grant.give(made.port, replace(asked, purpose="Third"), **acts)


def test_grant_when_extended_then_later_end_at_most_twice(
    made: Scenario, asked: Asked, now: datetime, record: Record
) -> None:
    acts = made.cast.dora.acts(now)
    given = grant.give(made.port, asked, **acts)
    for days in (20, 30):
        given = grant.extend(given, now + days * DAY, reason="The repair takes longer.", **acts)
    assert given.valid_until == now + 30 * DAY
    assert record.kinds() == ["access.grant.given", *["access.grant.extended"] * 2]
    with unchanged(), pytest.raises(Conflict):
        grant.extend(given, now + 40 * DAY, reason="Again.", **acts)


@pytest.mark.parametrize("days", [0, 5, 10, 93])
def test_grant_when_extended_to_no_later_or_too_late_then_refused(
    made: Scenario, asked: Asked, now: datetime, days: int
) -> None:
    acts = made.cast.dora.acts(now)
    given = grant.give(made.port, asked, **acts)
    with unchanged(), pytest.raises(InvalidInput):
        grant.extend(given, now + days * DAY, reason="Longer.", **acts)


def test_grant_when_taken_back_then_over_at_that_moment(
    made: Scenario, asked: Asked, now: datetime, record: Record
) -> None:
    acts = made.cast.dora.acts(now)
    given = grant.give(made.port, asked, **acts)
    later = now + DAY
    grant.revoke(given, reason="The claim is settled.", **(acts | {"at": later}))
    given.refresh_from_db()
    assert (given.valid_until, given.revoked_at, given.revoked_by) == (later, later, "user:dora")
    assert given.standing_at(later) is GrantStanding.REVOKED
    entry = record.one("access.grant.revoked")
    assert entry.body["reason"] == "The claim is settled."
    with unchanged(), pytest.raises(Conflict):
        grant.revoke(given, reason="Twice.", **(acts | {"at": later}))
    with unchanged(), pytest.raises(Conflict):
        grant.extend(given, now + 20 * DAY, reason="After all.", **(acts | {"at": later}))


def test_grant_when_taken_back_before_it_begins_then_never_in_force(
    made: Scenario, asked: Asked, now: datetime
) -> None:
    acts = made.cast.dora.acts(now)
    given = grant.give(made.port, replace(asked, valid_from=now + DAY), **acts)
    ended = grant.revoke(given, reason="Not needed.", **acts)
    assert ended.valid_from == ended.valid_until == now + DAY


def test_grant_when_given_back_by_its_holder_then_over(made: Scenario, asked: Asked, now: datetime) -> None:
    given = grant.give(made.port, asked, **made.cast.dora.acts(now))
    with unchanged(), pytest.raises(Refused):
        grant.revoke(given, reason="Not mine.", **made.cast.hugo.acts(now))
    with unchanged(), pytest.raises(InvalidInput):
        grant.revoke(given, reason=" ", **made.cast.gita.acts(now))
    assert grant.revoke(given, reason="Done.", **made.cast.gita.acts(now)).revoked_by == "user:gita"


def test_grant_when_delivered_again_after_it_was_taken_back_then_stays_so(
    made: Scenario, now: datetime
) -> None:
    row = GrantRow("gita", "container", OTHER_CONTAINER, "S2", "Damage", now - DAY, now + DAY, "TOS")
    assert grant.keep_many(made.port, [row]) == (1, 0)
    kept = Grant.objects.get(granted_by="TOS")
    grant.end(kept, reason="Reviewed.", by="user:dora", at=now)
    later = replace(row, valid_until=now + 5 * DAY)
    assert grant.keep_many(made.port, [later]) == (0, 0)
    kept.refresh_from_db()
    assert kept.valid_until == now


@pytest.mark.django_db(transaction=True)
def test_grant_when_two_owners_give_the_same_at_once_then_one(made: Scenario, asked: Asked) -> None:
    now = clock.now()
    acts = made.cast.dora.acts(now)
    outcomes = at_once([lambda: grant.give(made.port, asked, **acts)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Grant"]
    assert Grant.objects.filter(account="gita").count() == 1


@pytest.mark.django_db(transaction=True)
def test_grant_when_taken_back_on_one_connection_then_the_next_question_on_another_goes_without(
    made: Scenario, asked: Asked
) -> None:
    """Two connections are two processes to the database: what one has answered is not kept by the other."""
    User.objects.filter(username="dora").update(person_ref=made.erin.ref)
    visit = CargoVisit.objects.create(port=made.port, container=OTHER_CONTAINER)
    given = grant.keep(made.port, replace(asked, account="dora"), by="user:owner", at=clock.now())

    def look() -> bool:
        return User.objects.get(username="dora").has_perm("access.read_sensitive", visit)

    assert at_once([look]) == [True]
    assert look()
    grant.end(given, reason="Settled.", by="user:owner", at=clock.now())
    assert at_once([look]) == [False]
    assert not look()
