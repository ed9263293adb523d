"""Keeping photos."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest

from access.models import Badge, BadgePhoto
from access.services import badge_photo
from portsec.kernel.errors import InvalidInput, Refused
from tests import badges
from tests.people import Actor
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_photo_when_kept_then_digest_and_record_and_no_change_of_badges_that_are_out(
    made: Scenario, now: datetime, record: Record
) -> None:
    before = Badge.objects.get(pk=made.badge.pk).photo
    kept = badge_photo.keep(made.erin, badges.picture("salmon"), **made.cast.carol.acts(now))
    assert bytes(kept.digest) == hashlib.sha256(bytes(kept.image)).digest()
    assert (kept.taken_by, kept.taken_at) == ("user:carol", now)
    assert record.one("access.badge_photo.kept").body == {"photo": f"badge_photo:{kept.pk}"}
    assert Badge.objects.get(pk=made.badge.pk).photo == before
    assert made.erin.badge_photos.first() == kept


def test_photo_when_retaken_then_the_newest_is_printed(made: Scenario, now: datetime) -> None:
    for minutes, colour in ((1, "red"), (2, "green")):
        later = now + timedelta(minutes=minutes)
        newest = badge_photo.keep(made.viktor, badges.picture(colour), **made.cast.carol.acts(later))
    assert made.viktor.badge_photos.first() == newest


@pytest.mark.parametrize("who", ["emma", "gita", "sven", "frank", "dave"])
def test_photo_when_by_somebody_who_is_not_at_the_desk_then_refused(
    made: Scenario, now: datetime, who: str
) -> None:
    actor: Actor = getattr(made.cast, who)
    with unchanged(), pytest.raises(Refused):
        badge_photo.keep(made.erin, badges.picture(), **actor.acts(now))


def test_photo_when_it_is_ones_own_then_refused(made: Scenario, now: datetime) -> None:
    made.cast.carol.user.person_ref = made.erin.ref
    made.cast.carol.user.save(update_fields=["person_ref"])
    with unchanged(), pytest.raises(Refused) as refusal:
        badge_photo.keep(made.erin, badges.picture(), **made.cast.carol.acts(now))
    assert refusal.value.verdict.codes == ("own_file",)


def test_photo_when_it_is_no_picture_then_nothing_is_kept(made: Scenario, now: datetime) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        badge_photo.keep(made.erin, b"<svg/>", **made.cast.carol.acts(now))
    assert BadgePhoto.objects.filter(person=made.viktor).count() == 0
