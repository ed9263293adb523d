"""The pages of break-glass: breaking it, the desk with its clock, the review, the alarm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from access.break_glass.words import BreakGlassEvent
from access.enums import FieldClass
from access.models import BreakGlass, CargoVisit, DataEvent, PersonCase
from access.selectors.near_object import accounts_near
from access.services import break_glass
from portsec.kernel import clock
from tests.access.askers import looked_up, make_clerk
from tests.people import Actor, SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FORM: dict[str, Any] = {
    "container": OTHER_CONTAINER,
    "field_class": "S2",
    "reason": "The reefer alarm rings.",
    "hours": 2,
}


@pytest.fixture
def kim(made: Scenario, now: datetime) -> Actor:
    return make_clerk(made, "kim", at=now)


def broken(made: Scenario, actor: Actor, at: datetime) -> BreakGlass:
    return break_glass.begin(
        made.port, OTHER_CONTAINER, FieldClass.S2, reason="Alarm.", hours=1, **actor.acts(at)
    )


def test_glass_when_broken_in_the_browser_then_open_and_the_desk_is_told_on_every_page(
    made: Scenario, kim: Actor, signed_in: SignIn
) -> None:
    BreakGlass.objects.all().delete()
    assert "Somebody broke the glass" not in signed_in(made.cast.sven).get("/").content.decode()
    assert signed_in(kim).post(reverse("break-glass-new"), FORM).status_code == 302
    assert BreakGlass.objects.get().account == "kim"
    assert "Somebody broke the glass" in signed_in(made.cast.sven).get("/").content.decode()
    assert "Somebody broke the glass" not in signed_in(made.cast.anna).get("/").content.decode()


def test_glass_when_one_is_not_cleared_then_refused_with_the_reason(
    made: Scenario, signed_in: SignIn
) -> None:
    response = signed_in(made.cast.gita).post(reverse("break-glass-new"), FORM)
    assert response.status_code == 403
    assert "belongs to no person known here" in response.content.decode()


def test_desk_when_opened_then_the_nearest_clock_first_with_what_is_left(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    glass = broken(made, kim, now)
    page = signed_in(made.cast.sven).get(reverse("break-glass-list")).content.decode()
    assert "23\xa0hours" in page
    first, second = (
        page.index(f"/break-glass/{made.needs.glass.pk}/"),
        page.index(f"/break-glass/{glass.pk}/"),
    )
    assert first < second


def test_desk_when_nobody_looked_in_time_then_overdue_and_everybody_who_watches_is_told(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    late = now - timedelta(days=3)
    BreakGlass.objects.create(
        port=made.port,
        account="kim",
        object_ref=OTHER_CONTAINER,
        field_class="S2",
        reason="Alarm.",
        begun_at=late,
        ends_at=late + timedelta(hours=1),
        level=1,
        review_due_at=late + timedelta(hours=24),
    )
    break_glass.escalate_overdue(at=now)
    assert "Overdue" in signed_in(made.cast.anna).get(reverse("break-glass-list")).content.decode()
    assert "not reviewed in time" in signed_in(made.cast.anna).get("/").content.decode()


def test_review_when_called_abuse_in_the_browser_then_a_person_case(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    glass = broken(made, kim, now - timedelta(minutes=10))
    looked_up(made, "kim", now - timedelta(minutes=5), field_class=FieldClass.S2)
    address = reverse("break-glass-detail", args=[glass.pk])
    sven = signed_in(made.cast.sven)
    assert "Shown" in sven.get(address).content.decode()
    assert "There is a problem" in sven.post(address, {"outcome": "condemn"}).content.decode()
    before = PersonCase.objects.count()
    assert sven.post(address, {"outcome": "condemn", "reason": "No alarm."}).status_code == 302
    assert PersonCase.objects.count() == before + 1
    assert "No alarm." in sven.get(address).content.decode()


def test_review_when_opened_by_its_holder_or_a_watcher_then_no_form(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    address = reverse("break-glass-detail", args=[broken(made, kim, now).pk])
    for actor in (kim, made.cast.anna):
        page = signed_in(actor).get(address).content.decode()
        assert "Give the review" not in page
    assert "I need it no more" in signed_in(kim).get(address).content.decode()
    assert signed_in(made.cast.anna).post(address, {"outcome": "pass", "reason": "x"}).status_code == 403


PLAIN = "/api/v1/cargo/look-ups"


def test_look_up_when_the_glass_is_open_and_no_role_looks_up_then_that_container_and_no_other(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    """Kim holds no role at all. The pages are not there before, nor when the glass is closed."""
    browser, page = signed_in(kim), reverse("look-up")
    asked = {"container": CONTAINER, "field_class": "S2", "purpose": "Smoke."}
    assert browser.get(page).status_code == 404
    assert browser.post(PLAIN, asked, content_type="application/json").status_code == 404
    glass = break_glass.begin(made.port, CONTAINER, FieldClass.S2, reason="Smoke.", hours=1, **kim.acts(now))
    assert f"{page}?container={CONTAINER}" in browser.get(detail(glass)).content.decode()
    assert "C12" in browser.post(page, asked).content.decode()
    assert browser.post(PLAIN, asked, content_type="application/json").json()["decision"] is True
    assert "C12" in browser.post(reverse("cargo"), asked).content.decode()
    carried = DataEvent.objects.filter(account="kim").values_list("explanation", "explanation_ref", "result")
    assert set(carried) == {("E10", glass.reference, "ok")}
    CargoVisit.objects.create(port=made.port, container=OTHER_CONTAINER, block="F07", discharged_at=now)
    for field_class in ("S1", "S2"):
        other = asked | {"container": OTHER_CONTAINER, "field_class": field_class}
        assert "F07" not in browser.post(page, other).content.decode()
        assert DataEvent.objects.latest("number").result == "denied"
    break_glass.end(glass, actor=kim.user, at=clock.now())
    assert browser.post(page, asked).status_code == 404


def test_look_up_when_the_review_called_it_abuse_then_closed_at_once(
    made: Scenario, kim: Actor, now: datetime, signed_in: SignIn
) -> None:
    glass = break_glass.begin(made.port, CONTAINER, FieldClass.S2, reason="Smoke.", hours=1, **kim.acts(now))
    assert signed_in(kim).get(reverse("look-up")).status_code == 200
    break_glass.review(glass, BreakGlassEvent.CONDEMN, reason="No smoke.", **made.cast.sven.acts(clock.now()))
    assert signed_in(kim).get(reverse("look-up")).status_code == 404


def test_search_when_the_glass_is_open_and_no_role_looks_up_then_its_holder_is_found(
    made: Scenario, kim: Actor, now: datetime
) -> None:
    break_glass.begin(made.port, CONTAINER, FieldClass.S2, reason="Smoke.", hours=1, **kim.acts(now))
    near = accounts_near(made.port, CONTAINER, FieldClass.S2, at=clock.now())
    assert kim.user in near
    assert kim.user not in accounts_near(made.port, OTHER_CONTAINER, FieldClass.S2, at=clock.now())


def detail(glass: BreakGlass) -> str:
    return reverse("break-glass-detail", args=[glass.pk])
