"""The page of a cargo visit: its fields by class, what is left out and why, its chain, and who looked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from access.models import CargoVisit, DataEvent, ReleaseRight
from accounts.models import Port
from tests import releases
from tests.people import SignIn
from tests.releases import FORWARDER, LINE, WHY, Parties, passed
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PAGE = "cargo"


@pytest.fixture
def parties(made: Scenario, now: datetime) -> Parties:
    return releases.make_parties(made, at=now - timedelta(hours=2))


@pytest.fixture
def chain(made: Scenario, parties: Parties, now: datetime) -> ReleaseRight:
    releases.begun(made, at=now - timedelta(hours=1))
    return passed(made.visit, parties.line, parties.forwarder, at=now - timedelta(minutes=50))


def form(container: str = CONTAINER, field_class: str = "S3", **more: str) -> dict[str, Any]:
    return {"container": container, "field_class": field_class, "purpose": "Customer asks."} | more


def facts(text: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]*)", text))


def test_cargo_when_opened_then_fields_of_the_class_and_the_others_by_name_only(
    made: Scenario, chain: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    page = signed_in(parties.forwarder.clerk).post(reverse(PAGE), form(field_class="S1"))
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert facts(text)["Terminal"] == "Terminal A"
    assert "Holds the release now" in text
    assert "C12" not in text
    assert LINE not in text
    assert "on file" not in text  # nothing explains an S1 look-up, so whether there is more is not told
    assert (DataEvent.objects.latest("number").field_class, DataEvent.objects.latest("number").result) == (
        "S1",
        "ok",
    )


def test_cargo_when_work_explains_it_then_told_that_more_is_on_file(
    made: Scenario, chain: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    releases.ordered(made, parties.forwarder, at=made.at)
    text = signed_in(parties.forwarder.clerk).post(reverse(PAGE), form(field_class="S2")).content.decode()
    assert facts(text)["Block"] == "C12"
    assert "Something is on file." in text
    assert "Release chain" not in text


def test_cargo_when_opened_in_full_then_the_chain_and_the_events(
    made: Scenario, chain: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    text = signed_in(parties.forwarder.clerk).post(reverse(PAGE), form()).content.decode()
    assert f"({FORWARDER})" in facts(text)["Holds the release now"]
    assert "where the chain begins" in text
    assert "Release right: holds the right" in text
    assert reverse("release-detail", args=[chain.ref]) in text
    assert DataEvent.objects.latest("number").explanation == "E2"


def test_cargo_when_reader_sees_no_log_then_no_word_of_who_looked(
    made: Scenario, chain: ReleaseRight, parties: Parties, cast: Any, signed_in: SignIn
) -> None:
    assert "Look-ups of this container" not in (
        signed_in(parties.forwarder.clerk).post(reverse(PAGE), form()).content.decode()
    )
    cast.dora.user.person_ref = made.erin.ref
    cast.dora.user.save(update_fields=["person_ref"])
    text = signed_in(cast.dora).post(reverse(PAGE), form(field_class="S1")).content.decode()
    assert "Look-ups of this container" in text
    assert parties.forwarder.person.full_name in text
    assert WHY in text


def test_cargo_when_got_then_only_the_question_and_nothing_recorded(
    made: Scenario, parties: Parties, signed_in: SignIn
) -> None:
    before = DataEvent.objects.count()
    text = signed_in(parties.forwarder.clerk).get(reverse(PAGE), {"container": CONTAINER}).content.decode()
    assert f'value="{CONTAINER}"' in text
    assert "Terminal A" not in text
    assert DataEvent.objects.count() == before


def test_cargo_when_absent_or_not_yours_then_alike(
    made: Scenario, parties: Parties, signed_in: SignIn, now: datetime
) -> None:
    browser = signed_in(parties.haulier.clerk)
    csrf = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    absent = csrf.sub("", browser.post(reverse(PAGE), form(OTHER_CONTAINER)).content.decode())
    CargoVisit.objects.create(port=made.port, container=OTHER_CONTAINER, block="F07", discharged_at=now)
    not_yours = csrf.sub("", browser.post(reverse(PAGE), form(OTHER_CONTAINER)).content.decode())
    assert absent == not_yours


def test_cargo_when_delivered_under_a_wrong_check_digit_then_shown_with_a_flag(
    made: Scenario, parties: Parties, signed_in: SignIn, now: datetime
) -> None:
    CargoVisit.objects.create(
        port=made.port, container="HLXU1234567", terminal="Terminal W", discharged_at=now
    )
    text = signed_in(parties.haulier.clerk).post(reverse(PAGE), form("HLXU1234567", "S1")).content.decode()
    assert facts(text)["Terminal"] == "Terminal W"
    assert "should be" in text
    other = signed_in(parties.haulier.clerk).post(reverse(PAGE), form("HLXU1234568", "S1")).content.decode()
    assert "This is not a valid container number." in other


@pytest.mark.parametrize(("risk", "fresh", "why"), [(1, False, "Sign in again"), (3, True, "second person")])
def test_cargo_when_the_level_is_raised_then_critical_fields_wait_for_what_it_asks(
    made: Scenario,
    chain: ReleaseRight,
    parties: Parties,
    signed_in: SignIn,
    risk: int,
    fresh: bool,
    why: str,
) -> None:
    CargoVisit.objects.filter(pk=made.visit.pk).update(risk=risk)
    Port.objects.filter(pk=made.port.pk).update(isps_level=2)
    text = signed_in(parties.forwarder.clerk, fresh=fresh).post(reverse(PAGE), form()).content.decode()
    assert facts(text)["Block"] == "C12"
    assert "Holds the release now" not in facts(text)
    assert why in text
    assert "where the chain begins" not in text
