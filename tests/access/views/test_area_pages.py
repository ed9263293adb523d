"""The pages of areas, gates, readers and barriers: a security officer sets up a port in the browser."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeState
from access.models import Area, Badge, Barrier, Gate, Reader, Training
from access.services.area import details_of
from accounts.models import Port
from tests.people import Cast, SignIn
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ASKED = {
    "code": "YARD",
    "name": "Container yard",
    "level": "1",
    "roster": "0",
    "is_restricted": "on",
    "escort_allowed": "on",
    "vehicles_allowed": "on",
    "passback_forgets_hours": "16",
}


@pytest.fixture
def officer(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.sven)


@pytest.fixture
def yard(port: Port) -> Area:
    terminal = Area.objects.create(port=port, code="TERMINAL", name="Terminal", level=1, biometric=True)
    return Area.objects.create(port=port, code="YARD", name="Container yard", parent=terminal)


def text(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_map_when_nothing_is_set_up_then_it_says_what_to_do(port: Port, officer: Client) -> None:
    assert "Set up the first area" in text(officer, "area-map")
    assert "Set up a gate" in text(officer, "gate-set-up")
    assert "register the first barrier" in text(officer, "barrier-list")


def test_area_when_set_up_in_the_browser_then_on_the_map_and_its_page(port: Port, officer: Client) -> None:
    Training.objects.create(port=port, code="HV", name="Harbour vehicles")
    answer = officer.post(reverse("area-new", args=[port.locode]), ASKED | {"trainings": ["HV"]}, follow=True)
    assert "Container yard is set up." in answer.content.decode()
    assert "Training: Harbour vehicles" in text(officer, "area-detail", port.locode, "YARD")
    assert "Container yard" in text(officer, "area-map")


def test_area_page_when_it_lies_in_another_then_both_requests_are_shown(
    yard: Area, port: Port, officer: Client
) -> None:
    page = text(officer, "area-detail", port.locode, "YARD")
    assert "As part of" in page
    assert "Finger or face are always compared" in page
    assert "Always open" in page


def test_area_when_somebody_would_lose_the_way_in_then_shown_before_it_is_kept(
    yard: Area, port: Port, officer: Client, now: datetime
) -> None:
    Badge.objects.create(
        port=port,
        serial="B-1",
        areas=["YARD"],
        valid_from=now,
        valid_until=now + timedelta(days=9),
        state=BadgeState.ACTIVE.value,
        state_since=now,
        issued_by="test",
    )
    address = reverse("area-change", args=[port.locode, "YARD"])
    asked = ASKED | {"parent": "TERMINAL", "biometric": "on"}
    with unchanged("django_session"):
        shown = officer.post(address, asked).content.decode()
    assert "have no finger or face enrolled" in shown
    fingerprint = shown.split('name="shown" value="')[1].split('"')[0]
    officer.post(address, asked | {"shown": fingerprint})
    yard.refresh_from_db()
    assert details_of(yard).biometric


def test_area_when_the_effect_is_only_asked_for_then_nothing_is_kept(
    yard: Area, port: Port, officer: Client
) -> None:
    address = reverse("area-change", args=[port.locode, "YARD"])
    with unchanged("django_session"):
        shown = officer.post(address, ASKED | {"step": "show", "name": "Other"}).content.decode()
    assert "Nobody loses the way in" in shown


def test_hours_when_entered_in_the_browser_then_drawn(yard: Area, port: Port, officer: Client) -> None:
    address = reverse("area-hours", args=[port.locode, "YARD"])
    officer.post(address, {"step": "week", "day_0": "06:00-22:00"})
    wrong = officer.post(address, {"step": "week", "day_1": "six to ten"})
    assert "not a stretch of time" in wrong.content.decode()
    year = timezone.localdate().year + 1
    officer.post(address, {"step": "holidays", "country": "BE", "year": str(year)})
    assert yard.other_days.count() >= 10
    officer.post(address, {"step": "day", "day": f"{year}-06-01", "name": "Inspection", "spans": "24h"})
    officer.post(address, {"step": "remove", "day": f"{year}-12-25"})
    assert not yard.other_days.filter(day=f"{year}-12-25").exists()
    page = text(officer, "area-detail", port.locode, "YARD")
    assert "06:00–22:00" in page
    assert '<rect x="360" y="0" width="960"' in page
    assert "Inspection" in text(officer, "area-hours", port.locode, "YARD")


def test_area_when_taken_out_of_service_then_the_readers_are_counted(
    yard: Area, port: Port, officer: Client
) -> None:
    Reader.objects.create(port=port, code="R1", area_to=yard)
    address = reverse("area-out", args=[port.locode, "YARD"])
    assert "named by readers" in officer.get(address).content.decode()
    answer = officer.post(address, {"reason": "Rebuilt.", "step": "close"}, follow=True)
    assert "1 readers let nobody in" in answer.content.decode()


def test_gate_and_reader_when_set_up_in_the_browser_then_listed(
    yard: Area, port: Port, officer: Client
) -> None:
    gate = {"code": "G1", "name": "Main gate", "kind": "vehicle", "highest_level": "2"}
    officer.post(reverse("gate-new", args=[port.locode]), gate)
    reader = {"code": "R1", "gate": "G1", "area_from": "", "area_to": "YARD", "in_service": "on"}
    officer.post(reverse("reader-new", args=[port.locode]), reader)
    page = text(officer, "gate-set-up")
    for expected in ("Main gate", "R1", "Closes above ISPS level 2", "Outside → Container yard"):
        assert expected in page
    made = Reader.objects.get()
    officer.post(reverse("reader-change", args=[made.pk]), reader | {"in_service": ""})
    made.refresh_from_db()
    assert not made.in_service
    officer.post(reverse("gate-change", args=[Gate.objects.get().pk]), gate | {"name": "South gate"})
    assert "South gate" in text(officer, "gate-set-up")
    officer.post(reverse("reader-change", args=[made.pk]), {"step": "remove"})
    officer.post(reverse("gate-change", args=[Gate.objects.get().pk]), {"step": "remove"})
    assert not Gate.objects.exists()


def test_barrier_when_registered_and_inspected_then_on_its_page_and_in_the_export(
    yard: Area, port: Port, officer: Client
) -> None:
    today = timezone.localdate()
    new = {"code": "F1", "name": "North fence", "kind": "fence", "area": "YARD", "first_inspection_on": today}
    officer.post(reverse("barrier-new", args=[port.locode]), new)
    barrier = Barrier.objects.get()
    address = reverse("barrier-detail", args=[barrier.pk])
    found = {"on": today, "condition": "worn", "next_on": today + timedelta(days=7)}
    assert "Say what is the matter" in officer.post(address, found).content.decode()
    officer.post(address, found | {"remark": "Rust at post 3."})
    assert "Rust at post 3." in text(officer, "barrier-detail", barrier.pk)
    officer.post(reverse("barrier-change", args=[barrier.pk]), new | {"name": "East fence"})
    listed = text(officer, "barrier-list")
    assert "East fence" in listed
    export = b"".join(officer.get(reverse("barrier-list"), {"format": "csv"}).streaming_content)
    assert b"F1,East fence,fence" in export


def test_pages_when_signed_in_as_a_guard_then_read_and_nothing_else(
    yard: Area, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    guard = signed_in(cast.gita)
    for name in ("area-map", "gate-set-up", "barrier-list", "isps-level", "lockdown"):
        text(guard, name)
    assert reverse("area-change", args=[port.locode, "YARD"]) not in text(
        guard, "area-detail", port.locode, "YARD"
    )
    for address in (
        reverse("area-new", args=[port.locode]),
        reverse("area-change", args=[port.locode, "YARD"]),
        reverse("area-hours", args=[port.locode, "YARD"]),
        reverse("gate-new", args=[port.locode]),
        reverse("isps-level-propose", args=[port.locode]),
    ):
        assert guard.get(address).status_code == 404


def test_change_when_sign_in_is_stale_then_asked_again(
    yard: Area, port: Port, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.sven, fresh=False)
    answer = browser.post(reverse("area-change", args=[port.locode, "YARD"]), ASKED | {"name": "Other"})
    assert answer.status_code == 302
    yard.refresh_from_db()
    assert yard.name == "Container yard"
