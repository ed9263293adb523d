"""Links: made once, replaced, ended; and the second key."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.models import Application, Invitation, Person, Post
from screening.selectors.invitation import MOST_TRIES, invitation_of, is_live
from screening.services import application, invitation
from tests.people import Cast
from tests.screening import declaring
from tests.screening.declaring import BIRTH
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def link(cast: Cast, erin: Person, crane: Post, now: datetime) -> tuple[Invitation, str]:
    return declaring.invite(erin, crane, cast.alice, at=now)


def test_token_when_made_then_found_and_nowhere_kept(link: tuple[Invitation, str]) -> None:
    found = invitation_of(link[1])
    assert found == link[0]
    assert link[1] not in str(Invitation.objects.values_list())
    assert not [entry for entry in Entry.objects.all() if link[1] in str(entry.body)]
    with pytest.raises(NotFound):
        invitation_of(link[1][:-1])


def test_link_when_its_last_day_passes_then_dead(link: tuple[Invitation, str], now: datetime) -> None:
    assert link[0].expires_on == timezone.localdate(now) + timedelta(days=30)
    assert is_live(link[0], at=now + timedelta(days=30))
    assert not is_live(link[0], at=now + timedelta(days=31))


def test_link_when_renewed_then_the_old_one_is_dead(
    cast: Cast, link: tuple[Invitation, str], now: datetime, record: Record
) -> None:
    newer = invitation.renew(link[0].application, language="fr", **cast.emma.acts(now))
    assert newer.invitation.language == "fr"
    assert not is_live(invitation_of(link[1]), at=now)
    assert is_live(invitation_of(newer.token), at=now)
    assert record.kinds() == ["screening.invitation.ended", "screening.invitation.sent"]


def test_link_when_cancelled_then_dead_and_the_case_stays(
    cast: Cast, link: tuple[Invitation, str], now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        invitation.cancel(link[0].application, reason=" ", **cast.alice.acts(now))
    invitation.cancel(link[0].application, reason="Wrong hands.", **cast.alice.acts(now))
    assert not is_live(invitation_of(link[1]), at=now)
    assert Application.objects.get().state == "invited"
    with pytest.raises(Conflict):
        invitation.cancel(link[0].application, reason="Again.", **cast.alice.acts(now))


def test_link_when_the_case_is_withdrawn_then_dead_and_never_renewed(
    cast: Cast, link: tuple[Invitation, str], now: datetime
) -> None:
    case = Application.objects.get()
    application.withdraw(case, reason="Gave up.", **cast.alice.acts(now))
    assert not is_live(invitation_of(link[1]), at=now)
    with pytest.raises(Conflict):
        invitation.renew(case, **cast.alice.acts(now))


@pytest.mark.parametrize("who", ["bob", "frank", "dave"])
def test_link_when_the_role_lacks_then_not_renewed(
    cast: Cast, link: tuple[Invitation, str], now: datetime, who: str
) -> None:
    with pytest.raises(Refused):
        invitation.renew(link[0].application, **getattr(cast, who).acts(now))


def test_link_when_an_employer_is_another_one_then_not_renewed(
    cast: Cast, link: tuple[Invitation, str], now: datetime
) -> None:
    Person.objects.update(organisation=None)
    case = Application.objects.get()
    with pytest.raises(Refused):
        invitation.renew(case, **cast.emma.acts(now))


def test_birth_date_when_wrong_again_and_again_then_the_link_ends(
    link: tuple[Invitation, str], now: datetime
) -> None:
    at = now
    for number in range(MOST_TRIES):
        assert not invitation.enter(link[0], date(1980, 1, 1), at=at)
        if number % 5 == 4 and number + 1 < MOST_TRIES:
            with pytest.raises(Conflict):
                invitation.enter(link[0], BIRTH, at=at)
            at += timedelta(minutes=16)
    with pytest.raises(Conflict):
        invitation.enter(link[0], BIRTH, at=at + timedelta(days=1))


def test_invitation_when_the_case_is_past_its_beginning_then_conflict(
    cast: Cast, link: tuple[Invitation, str], now: datetime
) -> None:
    with pytest.raises(Conflict):
        invitation.invite(link[0].application, actor=cast.alice.user, at=now)
