"""The register of badges, and one badge."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.enums import BadgeEvent
from access.models import Area, Badge, GateEvent, Reader
from access.services import badge as badges
from accounts.models import Organisation
from screening.services import clearance
from tests.access.holders import make_holder, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = "badge-list"


def shown(text: str) -> set[str]:
    return set(re.findall(r'class="row-link" href="/badges/([^/]+)/"', text))


@pytest.mark.parametrize("name", ["alice", "bob", "dave", "emma", "adam", "dora"])
def test_register_when_role_does_not_see_badges_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse(LIST)).status_code == 404
    assert browser.get(reverse("badge-detail", args=[made.badge.serial])).status_code == 404


def test_register_when_views_are_opened_then_each_has_its_badges(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    soon = make_holder(made, "Soon", at=now, days=20).badge
    lost = make_holder(made, "Loser", at=now).badge
    held_back = make_holder(made, "Heldback", at=now).badge
    to_retrieve = make_holder(made, "Retrieve", at=now).badge
    badges.change_state(lost, BadgeEvent.REPORT_LOST, reason="Left on a ferry.", **carol.acts(now))
    badges.change_state(held_back, BadgeEvent.SUSPEND, reason="Asked for.", **carol.acts(now))
    clearance.suspend(to_retrieve.person.clearances.get(), reason="Under review.", **bob.acts(now))
    browser = signed_in(carol)

    def of(view: str) -> set[str]:
        return shown(browser.get(reverse(LIST), {"view": view}).content.decode())

    assert of("active") == {made.badge.serial, soon.serial, to_retrieve.serial}
    assert of("expiring") == {soon.serial}
    assert of("to-retrieve") == {to_retrieve.serial}
    assert of("suspended") == {held_back.serial}
    assert of("missing") == {lost.serial}
    assert len(of("all")) == 5


def test_register_when_badge_has_run_out_then_it_is_no_longer_active(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    over = make_holder(made, "Over", at=now, days=60).badge
    Badge.objects.filter(pk=over.pk).update(
        valid_from=now - timedelta(days=90), valid_until=now - timedelta(days=30)
    )
    browser = signed_in(carol)
    assert over.serial not in shown(browser.get(reverse(LIST)).content.decode())
    expired = browser.get(reverse(LIST), {"state": "expired"}).content.decode()
    assert shown(expired) == {over.serial}
    assert "Expired" in expired


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "vermeer"}, True),
        ({"text": "nobody"}, False),
        ({"area": "TERMINAL-A"}, True),
        ({"area": "YARD-A"}, False),
        ({"state": "stolen"}, None),
        ({"organisation": "x"}, None),
    ],
)
def test_register_when_filtered_then_only_what_fits(
    made: Scenario, carol: Actor, signed_in: SignIn, query: dict[str, str], found: bool | None
) -> None:
    Area.objects.create(port=made.port, code="YARD-A", name="Yard A")
    text = signed_in(carol).get(reverse(LIST), query).content.decode()
    assert (made.badge.serial in shown(text)) is bool(found)
    if found is None:
        assert "These filters cannot be used" in text


def test_register_when_filtered_by_organisation_then_only_its_people(
    made: Scenario, carol: Actor, quayside: Organisation, signed_in: SignIn
) -> None:
    text = signed_in(carol).get(reverse(LIST), {"organisation": quayside.pk}).content.decode()
    assert made.badge.serial in shown(text)


def test_register_when_officer_of_another_port_looks_then_empty(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.carol)
    assert not shown(browser.get(reverse(LIST), {"view": "all"}).content.decode())
    assert browser.get(reverse("badge-detail", args=[made.badge.serial])).status_code == 404


def test_register_when_exported_then_same_rows_and_on_record(
    made: Scenario, carol: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    answer = signed_in(carol).get(reverse(LIST), {"view": "active", "format": "csv"})
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["badge"] for row in table] == [made.badge.serial]
    assert table[0]["clearance"] == "granted"
    entry = record.one("accounts.list.exported")
    assert (entry.actor, entry.body["rows"], entry.body["page"]) == (carol.reference, 1, "/badges/")


def test_register_when_role_may_not_export_then_refused(
    made: Scenario, anna: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    browser = signed_in(anna)
    assert browser.get(reverse(LIST), {"format": "csv"}).status_code == 403
    assert "Export CSV" not in browser.get(reverse(LIST)).content.decode()
    assert not record.new("accounts.list.exported")


def test_register_when_rows_grow_then_queries_do_not(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    browser.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(LIST))
    for name in ("Second", "Third"):
        make_holder(made, name, at=now)
    with CaptureQueriesContext(connection) as three:
        page = browser.get(reverse(LIST))
    assert len(shown(page.content.decode())) == 3
    assert len(three) == len(one)


def test_badge_when_opened_then_says_what_each_gate_would_answer(
    made: Scenario, carol: Actor, signed_in: SignIn
) -> None:
    customs = Area.objects.create(port=made.port, code="CUSTOMS", name="Customs hall", level=3)
    yard = Area.objects.create(port=made.port, code="YARD-A", name="Yard A", parent=made.area)
    Reader.objects.create(port=made.port, code="GD1", area_to=customs)
    Reader.objects.create(port=made.port, code="GA5", area_from=made.area, area_to=yard)
    Reader.objects.create(port=made.port, code="GX9", area_to=made.area, in_service=False)
    before = GateEvent.objects.count()
    text = signed_in(carol).get(reverse("badge-detail", args=[made.badge.serial])).content.decode()
    gates = dict(re.findall(r"(G[A-Z]\d) <span.*?Would (open|refuse)", text, re.DOTALL))
    assert gates == {"GA1": "open", "GA5": "open", "GD1": "refuse", "GX9": "refuse"}
    assert "The badge does not open this area." in text
    assert "This gate is out of service." in text
    assert GateEvent.objects.count() == before


def test_badge_when_clearance_is_suspended_then_every_gate_would_refuse(
    made: Scenario, carol: Actor, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(made.clearance, reason="Under review.", **bob.acts(now))
    text = signed_in(carol).get(reverse("badge-detail", args=[made.badge.serial])).content.decode()
    assert "Would open" not in text
    assert "The clearance is suspended at present." in text


def test_badge_when_readers_grow_then_queries_do_not(
    made: Scenario, carol: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(carol)
    address = reverse("badge-detail", args=[made.badge.serial])
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    inner = Area.objects.create(port=made.port, code="YARD-A", name="Yard A", parent=made.area)
    for code in ("GA2", "GA3"):
        Reader.objects.create(port=made.port, code=code, area_from=made.area, area_to=inner)
    try_gate(made, made.credential, at=now)
    with CaptureQueriesContext(connection) as more:
        browser.get(address)
    assert len(more) == len(one)


def test_badge_when_history_is_read_then_reasons_are_for_the_badge_desk_only(
    made: Scenario, carol: Actor, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    badges.change_state(made.badge, BadgeEvent.SUSPEND, reason="Asked by his wife.", **carol.acts(now))
    address = reverse("badge-detail", args=[made.badge.serial])
    to_desk = signed_in(carol).get(address).content.decode()
    to_analyst = signed_in(anna).get(address).content.decode()
    assert "Asked by his wife." in to_desk
    assert "2 entries in the record" in to_desk
    assert "Asked by his wife." not in to_analyst
    assert "Suspend badge" not in to_analyst


def test_badge_when_looked_at_then_changes_nothing(made: Scenario, carol: Actor, signed_in: SignIn) -> None:
    browser = signed_in(carol)
    with unchanged("django_session", "usersessions_usersession"):
        browser.get(reverse("badge-detail", args=[made.badge.serial]))
        browser.get(reverse("badge-change", args=[made.badge.serial, "suspend"]))
