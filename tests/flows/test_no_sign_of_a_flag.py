"""Whoever a case is about, and every role that does not work on cases, gets the same with a case as without.

The same bytes, and the same questions to the database, so that not even the time tells.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.models import CaseDesk, CaseQuestion, Flag, HiddenFinding, PersonCase, Unmasking
from accounts.models import User
from tests.people import Actor, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db]

OFF_THE_DESK = ("alice", "bob", "carol", "gita", "sven", "hugo", "dora", "emma", "adam", "paul")
# What differs from one answer to the next by itself: tokens against forgery, and how long ago something was.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|\d+ \w+ ago')


def pages(made: Scenario) -> tuple[str, ...]:
    """Where a flag could show: the person, the logs, the badge, search, the first page, the case itself."""
    return (
        "/",
        f"/search/?q={made.erin.ref}",
        f"/search/?q={made.person_case.ref}",
        reverse("person-detail", args=[made.erin.ref]),
        reverse("badge-detail", args=[made.badge.serial]),
        reverse("event-list"),
        reverse("data-event-list"),
        reverse("unusual-list") + "?view=to-look-at",
        reverse("person-case-detail", args=[made.person_case.ref]),
        reverse("audit-draw-list"),
        reverse("my-access"),
        reverse("my-question-list"),
        "/api/v1/person-cases/",
    )


def seen(browser: Any, address: str) -> tuple[int, str, int]:
    """What one page answers: status, bytes without tokens, and how many questions it asks the database."""
    browser.get(address)  # what is looked up once in a process is known from here on
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    return answer.status_code, PASSING.sub("", answer.content.decode()), len(asked)


def forget(made: Scenario) -> None:
    """As if nothing had ever been found."""
    CaseQuestion.objects.exclude(case=None).delete()
    Unmasking.objects.all().delete()
    HiddenFinding.objects.all().delete()
    Flag.objects.filter(port=made.port).delete()
    PersonCase.objects.filter(port=made.port).delete()
    CaseDesk.objects.all().delete()


def compared(made: Scenario, signed_in: SignIn, actor: Actor) -> None:
    browser = signed_in(actor)
    before = {address: seen(browser, address) for address in pages(made)}
    forget(made)
    for address, there in before.items():
        assert seen(browser, address) == there, address


@pytest.mark.parametrize("name", OFF_THE_DESK)
def test_pages_when_a_role_off_the_desk_reads_them_then_nothing_tells_of_the_case(
    made: Scenario, signed_in: SignIn, name: str
) -> None:
    compared(made, signed_in, getattr(made.cast, name))


@pytest.mark.parametrize("name", ["erin", "anna", "frank"])
def test_pages_when_the_person_concerned_reads_them_then_nothing_tells_of_the_case(
    made: Scenario, signed_in: SignIn, name: str
) -> None:
    """Also where the person works on cases, or audits those who do."""
    actor = getattr(made.cast, name)
    User.objects.filter(pk=actor.user.pk).update(person_ref=made.erin.ref)
    compared(made, signed_in, Actor(User.objects.get(pk=actor.user.pk)))
