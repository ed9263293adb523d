"""A visitor's day from announcement to sign-out: pages for people, HTTP for the gate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.enums import BadgeState, VisitState
from access.models import Credential, Presence, Visit
from access.selectors.muster import muster
from access.services import credential
from tests import visits
from tests.access.api.conftest import post, token  # noqa: F401  the callers of the API
from tests.access.gate_port import GatePort
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db]


@pytest.fixture
def gate(made: Scenario, post: Any, now: datetime) -> GatePort:  # noqa: F811
    Presence.objects.all().delete()
    return GatePort(made, post, now)


def qr_of(visit: Visit) -> str:
    """What stands in the code of a visitor's card."""
    row = Credential.objects.get(badge=visit.badge)
    return credential.again(row).qr_text


def test_day_when_a_host_announces_and_a_guard_lets_in_then_the_gate_opens_beside_the_escort_only(
    made: Scenario, gate: GatePort, now: datetime
) -> None:
    hugo, gita = SignIn(Client())(made.cast.hugo), SignIn(Client())(made.cast.gita)
    told = hugo.post(
        reverse("visit-new"),
        {
            "port": made.port.pk,
            "family_name": "Ngo",
            "given_names": "Linh",
            "birth_date": "1990-02-01",
            "purpose": "Repairs the reefer racks.",
            "company": "Liftcare",
            "first_day": timezone.localdate().isoformat(),
            "areas": [str(made.area.pk)],
            "escort": made.erin.ref,
        },
    )
    assert told.status_code == 302
    visit = Visit.objects.latest("pk")

    gita.post(reverse("visit-arrive", args=[visit.ref]), {"paper": "identity_card", "agrees": "on"})
    visit.refresh_from_db()
    assert visit.state_word is VisitState.ARRIVED
    printed = gita.get(reverse("visit-pass", args=[visit.ref]))
    assert printed.content.startswith(b"%PDF")

    card = qr_of(visit)
    assert gate.codes(credential=card) == ["refuse", "escort_not_there"], "alone, before the escort"
    assert gate.codes(credential=card, escort=made.badge.serial)[0] == "refuse", (
        "the escort has not come through yet"
    )
    assert gate.codes() == ["grant"]
    assert gate.codes(credential=card, escort=made.badge.serial) == ["grant"]

    inside = {present.person: present for present in muster(made.port, at=timezone.now()).people}
    assert inside[visit.visitor].visit == visit
    assert inside[visit.visitor].area == made.area

    assert gate.codes(credential=card, escort=made.badge.serial, way="out")[0] == "grant"
    gita.post(reverse("visit-step", args=[visit.ref, "leave"]), {"card": "back"})
    visit.refresh_from_db()
    assert visit.state_word is VisitState.LEFT
    assert visit.badge is not None
    assert visit.badge.state_word is BadgeState.RETURNED
    assert gate.codes(credential=card, escort=made.badge.serial)[0] == "refuse"
    assert visit.visitor not in {each.person for each in muster(made.port, at=timezone.now()).people}


def test_gate_when_the_escort_has_five_along_then_the_sixth_stays_outside(
    made: Scenario, gate: GatePort, now: datetime
) -> None:
    everybody = []
    for letter in "abcdef":
        who = visits.guest(f"Guest{letter}")
        visit = visits.announced(made.area, made.erin, made.cast, at=now, who=who)
        if letter != "f":
            visits.let_in(visit, made.cast, at=now)
        everybody.append(visit)
    gate.codes()
    assert [gate.codes(credential=qr_of(visit), escort=made.badge.serial)[0] for visit in everybody[:5]] == [
        "grant"
    ] * 5
    refused = SignIn(Client())(made.cast.gita).post(
        reverse("visit-arrive", args=[everybody[5].ref]), {"paper": "passport", "agrees": "on"}
    )
    assert refused.status_code == 403
    assert "5 visitors along" in refused.content.decode()


def test_card_when_the_clearance_behind_the_escort_falls_then_the_gate_refuses_the_visitor_too(
    made: Scenario, gate: GatePort, now: datetime
) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    made.expected.refresh_from_db()
    type(made.badge).objects.filter(pk=made.badge.pk).update(state=BadgeState.SUSPENDED.value)
    assert gate.codes(credential=qr_of(made.expected), escort=made.badge.serial)[0] == "refuse"
