"""The register of badges, narrowed to what is to be done about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import BadgeEvent, BadgeStanding
from access.models import Badge
from access.selectors.badge import badges_matching
from access.selectors.badge_register import EXPIRES_WITHIN, badge_register, entries_of_badge
from access.services import badge
from portsec.kernel.scope import Scope
from screening.models import Clearance
from screening.services import clearance
from tests import badges
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")
Change = Callable[[Scenario, datetime], None]
S = BadgeStanding


def step(event: BadgeEvent) -> Change:
    def take(made: Scenario, at: datetime) -> None:
        badge.change_state(made.badge, event, reason="Look.", **made.cast.carol.acts(at))

    return take


def ends(after: timedelta) -> Change:
    def end(made: Scenario, at: datetime) -> None:
        Badge.objects.filter(pk=made.badge.pk).update(valid_until=at + after)

    return end


def suspend(made: Scenario, at: datetime) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(at))


def outlive(made: Scenario, at: datetime) -> None:
    Clearance.objects.filter(pk=made.clearance.pk).update(
        valid_from=(at - timedelta(days=9)).date(), valid_until=(at - timedelta(days=2)).date()
    )


def lose_the_holder(made: Scenario, at: datetime) -> None:
    Badge.objects.filter(pk=made.badge.pk).update(person=None)


@pytest.mark.parametrize(
    ("change", "standings"),
    [
        (lambda made, at: None, {S.ACTIVE}),
        (ends(EXPIRES_WITHIN), {S.ACTIVE, S.EXPIRING}),
        (ends(EXPIRES_WITHIN + timedelta(seconds=1)), {S.ACTIVE}),
        (ends(timedelta(0)), {S.EXPIRED}),
        (step(BadgeEvent.EXPIRE), {S.EXPIRED, S.TO_RETRIEVE}),
        (step(BadgeEvent.SUSPEND), {S.SUSPENDED}),
        (step(BadgeEvent.REVOKE), {S.REVOKED, S.TO_RETRIEVE}),
        (step(BadgeEvent.REPORT_LOST), {S.MISSING, S.UNACCOUNTED}),
        (step(BadgeEvent.REPORT_STOLEN), {S.MISSING, S.UNACCOUNTED}),
        (step(BadgeEvent.REPLACE), {S.SUPERSEDED, S.TO_RETRIEVE}),
        (step(BadgeEvent.HAND_IN), {S.RETURNED}),
        (suspend, {S.ACTIVE, S.TO_RETRIEVE}),
        (outlive, {S.ACTIVE, S.TO_RETRIEVE}),
        (lose_the_holder, {S.ACTIVE, S.TO_RETRIEVE}),
    ],
)
def test_register_when_narrowed_to_a_standing_then_the_badge_is_in_those(
    made: Scenario, now: datetime, change: Change, standings: set[BadgeStanding]
) -> None:
    change(made, now)
    found = {
        standing
        for standing in BadgeStanding
        if badge_register(scope=EVERYTHING, at=now, state=standing.value).exists()
    }
    assert found == standings


def test_register_when_narrowed_otherwise_then_only_what_fits(made: Scenario, now: datetime) -> None:
    def found(**narrowed: Any) -> bool:
        return badge_register(scope=EVERYTHING, at=now, **narrowed).exists()

    for text in (made.badge.serial.lower(), "vermeer", "Erin Vermeer", made.erin.ref.lower(), "érin"):
        assert found(text=text), text
    for text in ("somebody", "B1", "%"):
        assert not found(text=text), text
    assert found(area="TERMINAL-A")
    assert not found(area="TERMINAL")
    assert found(organisation=made.erin.organisation_id)
    assert not found(organisation=made.erin.organisation_id + 1)


def test_register_when_the_clearance_changes_then_its_columns_do(made: Scenario, now: datetime) -> None:
    row = badge_register(scope=EVERYTHING, at=now).get()
    assert (row.clearance_state, row.clearance_until) == ("granted", made.clearance.valid_until)
    suspend(made, now)
    assert badge_register(scope=EVERYTHING, at=now).get().clearance_state == "suspended"


def test_badges_when_matched_then_by_number_or_holder_and_none_for_nothing(made: Scenario) -> None:
    for text in (made.badge.serial.lower(), made.erin.ref, f" {made.badge.person_ref} "):
        assert list(badges_matching(text, scope=EVERYTHING)) == [made.badge]
    Badge.objects.filter(pk=made.badge.pk).update(person_ref="")
    assert not badges_matching("  ", scope=EVERYTHING).exists()


def test_entries_when_read_then_of_this_badge_alone(made: Scenario, now: datetime) -> None:
    step(BadgeEvent.HAND_IN)(made, now)
    second = badges.issued(made.erin, [made.area], made.cast, at=now, days=9).badge
    assert [entry.kind for entry in entries_of_badge(made.badge)] == [
        "access.badge.changed",
        "access.badge.issued",
    ]
    assert [entry.body["serial"] for entry in entries_of_badge(second)] == [second.serial]
