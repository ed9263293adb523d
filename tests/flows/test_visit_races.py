"""Hosts and guards at the same moment: one person, no day too many, no group too large, one card."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.models import Badge, Visit
from access.selectors.visit import days_on_visits
from access.services import reception, visit
from access.visiting.arrival import IdentityPaper
from accounts.roles import Role
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.kinds.escort import MOST_DAYS_A_YEAR
from screening.models import Person
from tests import visits
from tests.flows.hands import HANDS, acting, bound, officers, split
from tests.scenario import Scenario
from tests.threads import at_once

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]


def test_days_when_eight_hosts_announce_one_person_at_once_then_the_year_is_not_overrun(
    made: Scenario, now: datetime
) -> None:
    hosts = officers(Role.HOST, made.port)
    for host in hosts:
        host.user.organisation = made.post.organisation
        host.user.save(update_fields=["organisation"])
    who = visits.guest("Ngo", "Linh")
    announcing = [
        bound(
            visit.announce,
            made.port,
            who,
            visits.plan(made.area, None, at=now, begins=week * 7, days=7),
            **acting(host),
        )
        for week, host in enumerate(hosts)
    ]
    outcomes = at_once(announcing)
    done = [outcome for outcome in outcomes if isinstance(outcome, Visit)]
    assert len(done) == MOST_DAYS_A_YEAR // 7, outcomes
    assert {type(each) for each in outcomes if each not in done} == {InvalidInput}
    someone = Person.objects.get(family_name="Ngo")
    assert len(days_on_visits([someone.pk], at=now)) == MOST_DAYS_A_YEAR


def test_group_when_eight_guards_let_visitors_of_one_escort_in_at_once_then_five(
    made: Scenario, now: datetime
) -> None:
    expected = [
        visits.announced(made.area, made.erin, made.cast, at=now, who=visits.guest(f"Guest{letter}"))
        for letter in "abcdefgh"
    ]
    arriving = [
        bound(_arrive, Visit.objects.get(pk=each.pk), **acting(guard))
        for each, guard in zip(expected, officers(Role.GUARD, made.port), strict=True)
    ]
    done, refused = split(at_once(arriving))
    assert (len(done), len(refused)) == (5, HANDS - 5)
    assert {type(error) for error in refused} == {Refused}


def test_visitor_when_eight_guards_let_them_in_at_once_then_one_card(made: Scenario) -> None:
    arriving = [
        bound(_arrive, Visit.objects.get(pk=made.expected.pk), **acting(guard))
        for guard in officers(Role.GUARD, made.port)
    ]
    done, refused = split(at_once(arriving))
    assert len(done) == 1
    assert {type(error) for error in refused} <= {Conflict, Refused}
    assert Badge.objects.filter(person=made.expected.visitor).count() == 1


def _arrive(expected: Visit, **acts: object) -> reception.Arrived:
    return reception.arrive(expected, paper=IdentityPaper.PASSPORT, agrees=True, **acts)  # type: ignore[arg-type]
