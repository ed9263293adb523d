"""Who can see this container, and what can this person see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from access.models import Grant
from access.selectors import would_see
from tests.access.holders import make_cleared
from tests.people import Cast, SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

Ask = Callable[..., Any]


def who(container: str = CONTAINER) -> str:
    return reverse("cargo-who", args=[container])


def ask(**more: str) -> dict[str, str]:
    return {"who": "person", "right": "read_sensitive", "purpose": ""} | more


def test_who_when_asked_then_the_work_that_explains_it_and_a_record(
    made: Scenario, cast: Cast, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(cast.frank)
    assert "Nothing asked yet" in browser.get(who()).content.decode()
    record.new()
    text = browser.post(who(), ask()).content.decode()
    assert made.erin.full_name in text
    assert "Work order" in text
    assert "W-1" in text
    assert "Complete:" in text
    entry = record.one("access.visibility.asked")
    assert (entry.actor, entry.body["found"]) == (cast.frank.reference, 1)


def test_who_when_the_reader_may_not_see_people_then_references_and_no_names(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.dora)
    text = browser.post(who(), ask()).content.decode()
    assert made.erin.log_ref in text
    assert made.erin.family_name not in text
    sees = browser.post(reverse("person-sees", args=[made.erin.ref]), ask()).content.decode()
    assert CONTAINER in sees
    assert made.erin.family_name not in sees


def test_who_when_nobody_has_need_then_says_so(made: Scenario, cast: Cast, signed_in: SignIn) -> None:
    text = signed_in(cast.frank).post(who(), ask(who="account")).content.decode()
    assert "No account or person would be shown this now" in text


def test_who_when_a_grant_asks_for_a_purpose_then_named_with_it(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    someone = make_cleared(made, "Granted", at=now)
    Grant.objects.create(
        port=made.port,
        account=someone.log_ref,
        object_type="container",
        object_ref=CONTAINER,
        field_class="S2",
        purpose="Damage claim",
        valid_from=now - timedelta(days=1),
        valid_until=now + timedelta(days=1),
        granted_by="dora",
    )
    browser = signed_in(cast.frank)
    text = browser.post(who(), ask()).content.decode()
    assert someone.full_name in text
    assert "for the purpose “Damage claim”" in text
    assert someone.full_name not in browser.post(who(), ask(purpose="Curious")).content.decode()


def test_who_when_there_are_more_candidates_than_one_part_takes_then_says_it_is_not_complete(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("access.selectors.visible_to.MOST_JUDGED", 1)
    assert would_see.MOST_JUDGED > 1
    make_cleared(made, "Further", at=now)
    browser = signed_in(cast.frank)
    page = browser.post(who(), ask(right="read_operational"))
    assert "Not complete" in page.content.decode()
    shown, parts = page.content.decode(), 1
    while page.context["after"]:
        page = browser.post(who(), ask(right="read_operational", after=page.context["after"]))
        shown, parts = shown + page.content.decode(), parts + 1
    assert parts > 2
    assert made.erin.full_name in shown


def test_sees_when_asked_then_the_containers_and_why(made: Scenario, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.anna)
    address = reverse("person-sees", args=[made.erin.ref])
    text = browser.post(address, ask()).content.decode()
    assert CONTAINER in text
    assert "Work order" in text
    nobody = reverse("person-sees", args=[made.viktor.ref])
    assert "No container would be shown" in browser.post(nobody, ask()).content.decode()


@pytest.mark.parametrize("after", ["x", "-1", "9" * 61])
def test_who_when_the_place_is_broken_then_from_the_beginning_or_an_error_in_the_form(
    made: Scenario, cast: Cast, signed_in: SignIn, after: str
) -> None:
    assert signed_in(cast.frank).post(who(), ask(after=after)).status_code == 200


def test_who_when_the_container_is_unknown_then_404(made: Scenario, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.frank).get(who(OTHER_CONTAINER)).status_code == 404


@pytest.mark.parametrize("spelling", [CONTAINER, "csqu 305438 3"])
def test_desk_when_a_container_is_named_then_leads_to_its_page(
    made: Scenario, cast: Cast, signed_in: SignIn, spelling: str
) -> None:
    answer = signed_in(cast.sven).get(reverse("sight-desk"), {"q": spelling})
    assert (answer.status_code, answer.url) == (302, who())


def test_desk_when_a_person_is_named_then_leads_to_theirs_and_else_says_there_is_none(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven)
    found = browser.get(reverse("sight-desk"), {"q": made.erin.log_ref})
    assert (found.status_code, found.url) == (302, reverse("person-sees", args=[made.erin.ref]))
    nobody = browser.get(reverse("sight-desk"), {"q": OTHER_CONTAINER}).content.decode()
    assert "There is no container and no person of this number" in nobody
