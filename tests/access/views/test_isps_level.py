"""The pages of the ISPS level and of lockdowns, as two security officers and a guard use them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeState
from access.gate.isps import IspsLevel, RosterRule
from access.models import Area, Badge, Gate, LevelChange, Lockdown, Reader
from access.selectors.isps_level import level_of
from accounts.models import Port
from screening.enums import ClearanceLevel
from screening.models import Person
from screening.services import clearance, person
from tests.people import MAKER, Cast, SignIn
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def yard(port: Port) -> Area:
    made = Area.objects.create(port=port, code="YARD", name="Yard", roster=RosterRule.NOTICED.value)
    gate = Gate.objects.create(port=port, code="G1", name="Staff gate", highest_level=2)
    Reader.objects.create(port=port, code="R1", gate=gate, area_to=made)
    return made


def make_holder(port: Port, name: str, now: datetime) -> Person:
    someone = person.register(
        port=port,
        family_name=name,
        given_names="Kim",
        birth_date=date(1988, 3, 14),
        nationality="BE",
        organisation=None,
        job_title="Crane operator",
        actor=MAKER,
        at=now,
    )
    day = timezone.localdate(now)
    clearance.grant(
        someone,
        level=ClearanceLevel.STANDARD,
        valid_from=day,
        valid_until=day + timedelta(days=100),
        actor=MAKER,
        at=now,
    )
    Badge.objects.create(
        port=port,
        serial=f"B-{name}",
        person=someone,
        person_ref=someone.log_ref,
        areas=["YARD"],
        valid_from=now - timedelta(days=1),
        valid_until=now + timedelta(days=9),
        state=BadgeState.ACTIVE.value,
        state_since=now,
        issued_by="test",
        enrolment_ref="E-1",
    )
    return someone


def proposal(now: datetime, level: int = 3) -> dict[str, str]:
    until = timezone.localtime(now + timedelta(hours=5))
    return {"to_level": str(level), "steps_back_at": f"{until:%Y-%m-%dT%H:%M}", "reason": "Threat."}


def test_level_when_proposed_and_confirmed_in_the_browser_then_in_force(
    yard: Area, port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    make_holder(port, "Wouters", now)
    address = reverse("isps-level-propose", args=[port.locode])
    officer = signed_in(cast.sven)
    with unchanged("django_session"):
        shown = officer.post(address, proposal(now) | {"step": "show"}).content.decode()
    for expected in (
        "Kim Wouters",
        "Staff gate",
        "The roster has no duty",
        "No gate is left to",
        "Not looked at",
    ):
        assert expected in shown
    officer.post(address, proposal(now) | {"step": "propose"})
    change = LevelChange.objects.get()
    answer = reverse("isps-level-answer", args=[change.pk])
    assert "You proposed this level" in officer.get(answer).content.decode()
    assert officer.post(answer, {"answer": "confirm", "reason": "Yes."}).status_code == 403
    second = signed_in(cast.siri)
    assert "waits for a second person" in second.get(reverse("isps-level")).content.decode()
    second.post(answer, {"answer": "confirm", "reason": "Agreed."})
    assert level_of(port, at=now + timedelta(minutes=1)) is IspsLevel.EXCEPTIONAL
    assert "Level 3, exceptional" in second.get(reverse("isps-level")).content.decode()


def test_level_when_declined_then_nothing_changes(
    yard: Area, port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    officer = signed_in(cast.sven)
    asked = proposal(now) | {"step": "propose", "area": "YARD"}
    officer.post(reverse("isps-level-propose", args=[port.locode]), asked)
    change = LevelChange.objects.get(area=yard)
    officer.post(reverse("isps-level-answer", args=[change.pk]), {"answer": "refuse", "reason": "Not now."})
    assert level_of(yard, at=now) is IspsLevel.NORMAL
    assert "Not now." in officer.get(reverse("isps-level-answer", args=[change.pk])).content.decode()


def test_preview_when_more_people_hold_badges_then_no_more_queries(
    yard: Area, port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    address = reverse("isps-level-propose", args=[port.locode])
    asked = proposal(now) | {"step": "show"}
    officer = signed_in(cast.sven)
    make_holder(port, "First", now)
    officer.post(address, asked)
    counts = []
    for names in (("Second",), ("Third", "Fourth")):
        with CaptureQueriesContext(connection) as queries:
            officer.post(address, asked)
        counts.append(len(queries))
        for name in names:
            make_holder(port, name, now)
    assert counts[0] == counts[1]


def test_level_at_another_port_when_looked_for_then_404(
    yard: Area, port: Port, other_port: Port, other_cast: Cast, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    officer: Client = signed_in(cast.sven)
    officer.post(reverse("isps-level-propose", args=[port.locode]), proposal(now) | {"step": "propose"})
    stranger = signed_in(other_cast.sven)
    number = LevelChange.objects.get().pk
    assert stranger.get(reverse("isps-level-answer", args=[number])).status_code == 404
    assert stranger.get(reverse("isps-level-propose", args=[port.locode])).status_code == 404
    assert "Threat." not in stranger.get(reverse("isps-level")).content.decode()


def test_reasons_when_a_level_was_changed_then_only_who_sets_levels_reads_them(
    yard: Area, port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    asked = proposal(now) | {"step": "propose", "area": "YARD"}
    signed_in(cast.sven).post(reverse("isps-level-propose", args=[port.locode]), asked)
    pages = (
        reverse("isps-level"),
        reverse("area-detail", args=[port.locode, "YARD"]),
        reverse("notice-list"),
    )
    second = signed_in(cast.siri)
    assert all("Threat." in second.get(page).content.decode() for page in pages)
    for name in ("gita", "frank", "anna"):
        browser = signed_in(getattr(cast, name))
        assert not any("Threat." in browser.get(page).content.decode() for page in pages)


def test_lockdown_when_begun_in_the_browser_then_every_page_says_so_until_it_is_ended(
    yard: Area, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    officer = signed_in(cast.sven, fresh=False)  # danger does not wait for a password
    closing = {"place": f"area:{yard.pk}", "passing": ["fire"], "reason": "Fire in block C."}
    officer.post(reverse("lockdown"), closing)
    made = Lockdown.objects.get()
    assert (made.area, made.passing) == (yard, ["fire"])
    guard = signed_in(cast.gita)
    for page in ("overview", "gate-live", "area-map"):
        assert "Yard is closed" in guard.get(reverse(page)).content.decode()
    end = reverse("lockdown-end", args=[made.pk])
    assert guard.post(end, {"reason": "Rain."}).status_code == 403
    assert "Yard is closed" not in signed_in(cast.hugo).get(reverse("overview")).content.decode()
    signed_in(cast.siri).post(end, {"reason": "It is out."})
    made.refresh_from_db()
    assert made.ended_at is not None
    assert "Yard is closed" not in signed_in(cast.gita).get(reverse("overview")).content.decode()


def test_gate_when_a_guard_holds_it_in_the_browser_then_only_gates_are_offered(
    yard: Area, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    guard = signed_in(cast.gita)
    page = guard.get(reverse("lockdown")).content.decode()
    assert "Staff gate" in page
    assert f'value="port:{port.pk}"' not in page
    refused = guard.post(reverse("lockdown"), {"place": f"port:{port.pk}", "reason": "No."})
    assert refused.status_code == 200
    assert not Lockdown.objects.exists()
    guard.post(reverse("lockdown"), {"place": f"gate:{Gate.objects.get().pk}", "reason": "A fight."})
    assert Lockdown.objects.get().gate is not None
