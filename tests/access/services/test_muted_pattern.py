"""Muted patterns: two people, an end, what they hid, and what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.casework.muting import Pattern
from access.enums import Severity
from access.models import Flag, HiddenFinding, MutedPattern, MutedReview, PersonCase
from access.services import muted_pattern
from accounts.models import Port
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests import people
from tests.access.services.test_flag import flag, keep
from tests.people import Actor, Cast
from tests.screening import rows
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

NOISE = Pattern("P04", peer_group="Reefer technicians")


@pytest.fixture
def ines(port: Port, now: datetime) -> Actor:
    """A second analyst."""
    return people.make_actor("ines", Role.ANALYST, port, at=now)


def proposed(port: Port, cast: Cast, now: datetime, pattern: Pattern = NOISE, days: int = 30) -> MutedPattern:
    return muted_pattern.propose(port, pattern, days=days, reason=" Alarms. ", **cast.anna.acts(now))


def muted(port: Port, cast: Cast, ines: Actor, now: datetime, pattern: Pattern = NOISE) -> MutedPattern:
    return muted_pattern.confirm(proposed(port, cast, now, pattern), **ines.acts(now))


def technician(port: Port, number: str = "E-1") -> None:
    rows.make_person(port, None, external_ref=number, peer_group="Reefer technicians")


def test_pattern_when_proposed_then_mutes_nothing_and_is_on_record(
    port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    technician(port)
    row = proposed(port, cast, now)
    assert keep(port, flag("E-1", "k", rule="P04"), at=now) == 1
    body = record.one("access.muted_pattern.proposed").body
    assert (body["rule"], body["days"], body["reason"]) == ("P04", 30, "Alarms.")
    assert row.state == "proposed"


def test_pattern_when_confirmed_then_hides_what_fits_until_its_end(
    port: Port, cast: Cast, ines: Actor, now: datetime
) -> None:
    technician(port)
    row = muted(port, cast, ines, now)
    assert row.ends_at == now + timedelta(days=30)
    assert keep(port, flag("E-1", "k", rule="P04"), flag("E-2", "o", rule="P04"), at=now) == 1
    assert Flag.objects.get().case.subject == "E-2"
    hidden = HiddenFinding.objects.get()
    assert (hidden.subject, hidden.key, hidden.pattern) == ("E-1", "k", row)
    assert keep(port, flag("E-1", "k", "e1", "e2", rule="P04"), at=now) == 0
    assert HiddenFinding.objects.get().events == ["e1", "e2"]
    assert keep(port, flag("E-1", "later", rule="P04"), at=now + timedelta(days=30)) == 1


def test_pattern_when_a_finding_stands_in_a_case_then_it_grows_there(
    port: Port, cast: Cast, ines: Actor, now: datetime
) -> None:
    technician(port)
    keep(port, flag("E-1", "k", "e1", rule="P04"), at=now)
    muted(port, cast, ines, now)
    keep(port, flag("E-1", "k", "e1", "e2", rule="P04"), at=now)
    assert Flag.objects.get().events == ["e1", "e2"]
    assert not HiddenFinding.objects.exists()


def test_pattern_when_the_finding_is_critical_then_seen(
    port: Port, cast: Cast, ines: Actor, now: datetime
) -> None:
    technician(port)
    muted(port, cast, ines, now)
    assert keep(port, flag("E-1", "k", rule="P04", severity=Severity.CRITICAL), at=now) == 1


def test_pattern_when_answered_by_who_proposed_it_then_refused(port: Port, cast: Cast, now: datetime) -> None:
    row = proposed(port, cast, now)
    for answer in (muted_pattern.confirm, muted_pattern.refuse):
        given = {"reason": "x"} if answer is muted_pattern.refuse else {}
        with unchanged(), pytest.raises(Refused) as refusal:
            answer(row, **given, **cast.anna.acts(now))
        assert refusal.value.verdict.codes == ("own_proposal",)


def test_pattern_when_about_who_answers_then_refused(
    port: Port, cast: Cast, ines: Actor, now: datetime
) -> None:
    row = proposed(port, cast, now, Pattern("P04", subject="E-7"))
    ines.user.person_ref = "E-7"
    with unchanged(), pytest.raises(Refused) as refusal:
        muted_pattern.confirm(row, **ines.acts(now))
    assert refusal.value.verdict.codes == ("own_file",)


def test_pattern_when_not_an_analyst_then_refused(port: Port, cast: Cast, now: datetime) -> None:
    row = proposed(port, cast, now)
    for name in ("frank", "sven", "adam"):
        acts = getattr(cast, name).acts(now)
        with unchanged(), pytest.raises(Refused):
            muted_pattern.propose(port, NOISE, days=9, reason="x", **acts)
        with unchanged(), pytest.raises(Refused):
            muted_pattern.confirm(row, **acts)


@pytest.mark.parametrize(
    ("pattern", "days", "reason", "field"),
    [
        (Pattern("P04"), 30, "x", "peer_group"),
        (Pattern("P06", subject="E-1"), 30, "x", "rule"),
        (NOISE, 91, "x", "days"),
        (NOISE, 30, " ", "reason"),
    ],
)
def test_pattern_when_asked_for_wrongly_then_refused_at_that_field(
    port: Port, cast: Cast, now: datetime, pattern: Pattern, days: int, reason: str, field: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        muted_pattern.propose(port, pattern, days=days, reason=reason, **cast.anna.acts(now))
    assert set(refusal.value.fields) == {field}


def test_pattern_when_lifted_then_what_it_hid_goes_to_cases_after_all(
    port: Port, cast: Cast, ines: Actor, now: datetime, record: Record
) -> None:
    technician(port)
    row = muted(port, cast, ines, now)
    keep(port, flag("E-1", "k", rule="P04"), at=now)
    assert not PersonCase.objects.exists()
    assert muted_pattern.lift(row, reason="It was not noise.", **cast.anna.acts(now)) == 1
    kept = Flag.objects.get()
    assert (kept.case.subject, kept.key, kept.parameters[0]["name"]) == ("E-1", "k", "refresh")
    assert kept.tried == [{"code": "late_list", "why": "The list was up to date."}]
    assert record.one("access.muted_pattern.lifted").body["restored"] == 1
    assert keep(port, flag("E-1", "k2", rule="P04"), at=now) == 1
    with unchanged(), pytest.raises(Conflict):
        muted_pattern.lift(row, reason="Again.", **cast.anna.acts(now))


def test_pattern_when_refused_then_mutes_nothing(port: Port, cast: Cast, ines: Actor, now: datetime) -> None:
    technician(port)
    row = muted_pattern.refuse(proposed(port, cast, now), reason="It is not noise.", **ines.acts(now))
    assert row.state == "refused"
    assert keep(port, flag("E-1", "k", rule="P04"), at=now) == 1
    with unchanged(), pytest.raises(Conflict):
        muted_pattern.confirm(row, **ines.acts(now))


def test_replay_when_the_week_is_over_then_says_what_was_hidden_and_what_became_of_it(
    port: Port, cast: Cast, ines: Actor, now: datetime, record: Record
) -> None:
    technician(port)
    technician(port, "E-2")
    muted(port, cast, ines, now)
    slight = flag("E-2", "i", rule="P04", severity=Severity.INFORMATIONAL)
    keep(port, flag("E-1", "k", rule="P04"), slight, at=now)
    keep(port, flag("E-1", "other", rule="D04"), at=now)
    PersonCase.objects.filter(subject="E-1").update(state="escalated", closed_at=now)
    assert muted_pattern.review_due(port, at=now) == 1
    seen = MutedReview.objects.get()
    assert (seen.hidden, seen.people, seen.gravest) == (2, 2, "H")
    assert (seen.would_open, seen.confirmed) == (1, 1)
    assert record.one("access.muted_pattern.replayed").body["confirmed"] == 1
    with unchanged():
        assert muted_pattern.review_due(port, at=now) == 0
    assert muted_pattern.review_due(port, at=now + timedelta(days=7)) == 1
    assert muted_pattern.review_due(port, at=now + timedelta(days=31)) == 0, "it has run out"
