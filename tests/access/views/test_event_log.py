"""The logs of gate attempts and look-ups."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.enums import FieldClass
from access.selectors import event_log
from access.selectors.event_log import gate_log, log_size
from portsec.kernel.scope import Scope
from tests.access.holders import look_up, make_holder, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVENTS, LOOK_UPS = "event-list", "data-event-list"


def rows(text: str) -> int:
    body = text[text.index("<tbody>") : text.index("</tbody>")] if "<tbody>" in text else ""
    return body.count("<tr")


def stamp(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dave", "emma", "adam"])
def test_logs_when_role_does_not_see_events_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    assert browser.get(reverse(EVENTS)).status_code == 404
    assert browser.get(reverse(LOOK_UPS)).status_code == 404


def test_events_when_opened_then_every_attempt_with_its_reason_and_record(
    made: Scenario, frank: Actor, signed_in: SignIn
) -> None:
    text = signed_in(frank).get(reverse(EVENTS)).content.decode()
    assert "2 events · newest first" in text
    assert rows(text) == 2
    assert "The clearance is suspended at present." in text
    assert made.event.receipt[:8] in text
    assert made.person_case.ref not in text, "beside a name it would tell whom the case is about"
    case = reverse("person-case-detail", args=[made.person_case.ref])
    signed_in(frank).post(f"{case}unmask/", {"reason": "To audit the decision."})
    assert case in signed_in(frank).get(reverse(EVENTS)).content.decode()


def test_events_when_opened_by_the_data_owner_then_no_links_to_what_they_may_not_see(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    text = signed_in(cast.dora).get(reverse(EVENTS)).content.decode()
    assert rows(text) == 2
    assert made.person_case.ref not in text
    assert reverse("person-detail", args=[made.erin.ref]) not in text
    assert reverse("badge-detail", args=[made.badge.serial]) not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "vermeer"}, 2),
        ({"person": "Erin"}, 2),
        ({"person": "REF"}, 2),
        ({"person": "SERIAL"}, 2),
        ({"person": "nobody"}, 0),
        ({"reader": "GA1"}, 2),
        ({"result": "refused"}, 1),
        ({"view": "refused"}, 1),
        ({"reader": "GZ9"}, 0),
        ({"since": "yesterday"}, 0),
        ({"since": "2026-11-22T10:00", "until": "2026-11-22T09:00"}, 0),
    ],
)
def test_events_when_filtered_then_only_what_fits(
    made: Scenario, frank: Actor, signed_in: SignIn, query: dict[str, str], found: int
) -> None:
    meant = {"REF": made.erin.ref, "SERIAL": made.badge.serial.lower()}
    sent = {key: meant.get(value, value) for key, value in query.items()}
    text = signed_in(frank).get(reverse(EVENTS), sent).content.decode()
    assert rows(text) == found


def test_events_when_a_period_is_given_then_only_what_lies_in_it(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn
) -> None:
    try_gate(made, made.credential, at=now - timedelta(minutes=20))
    browser = signed_in(frank)
    late = browser.get(reverse(EVENTS), {"since": stamp(now - timedelta(minutes=30))}).content.decode()
    early = browser.get(reverse(EVENTS), {"until": stamp(now - timedelta(minutes=30))}).content.decode()
    assert (rows(late), rows(early)) == (1, 2)


def test_events_when_auditor_of_another_port_looks_then_empty(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.frank)
    assert rows(browser.get(reverse(EVENTS)).content.decode()) == 0
    assert rows(browser.get(reverse(LOOK_UPS)).content.decode()) == 0
    assert "GA1" not in browser.get(reverse(EVENTS)).content.decode()


def test_events_when_more_than_a_page_then_keyset_leads_on_and_back(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn
) -> None:
    for minutes in range(60):
        try_gate(made, "unknown", at=now - timedelta(minutes=minutes))
    browser = signed_in(frank)
    first = browser.get(reverse(EVENTS)).content.decode()
    older = re.search(r'href="(\?[^"]*after=[^"]+)"', first)
    assert older
    second = browser.get(reverse(EVENTS) + older.group(1).replace("&amp;", "&")).content.decode()
    assert (rows(first), rows(second)) == (50, 12)
    assert "before=" in second


@pytest.mark.parametrize("route", [EVENTS, LOOK_UPS])
def test_logs_when_rows_grow_then_queries_do_not(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn, route: str
) -> None:
    browser = signed_in(frank)
    browser.get(reverse(route))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(route))
    for name in ("Second", "Third"):
        issued = make_holder(made, name, at=now)
        try_gate(made, issued.credential, at=now)
        look_up(made, CONTAINER, at=now)
    with CaptureQueriesContext(connection) as more:
        page = browser.get(reverse(route))
    assert rows(page.content.decode()) >= 3
    assert len(more) == len(one)


def test_log_size_when_small_then_counted_and_when_large_then_estimated(
    made: Scenario, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = gate_log(scope=Scope.system(reason="test"))
    assert log_size(everything) == (2, True)
    for _ in range(30):
        try_gate(made, "unknown", at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE access_gateevent")
    monkeypatch.setattr(event_log, "COUNTED_UP_TO", 5)
    size, is_exact = log_size(everything)
    assert not is_exact
    assert 20 <= size <= 50


def test_look_ups_when_opened_then_say_what_explained_them(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn
) -> None:
    look_up(made, CONTAINER, at=now)
    text = signed_in(frank).get(reverse(LOOK_UPS)).content.decode()
    assert "Work order" in text
    assert "W-1" in text
    assert "Nothing on record makes this look-up necessary" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"container": OTHER_CONTAINER.lower()}, 1),
        ({"container": "gesu 392766 0"}, 1),
        ({"container": "GESU3927661"}, 0),
        ({"person": "vermeer"}, 3),
        ({"person": "REF"}, 3),
        ({"result": "denied"}, 1),
        ({"field_class": "S3"}, 1),
        ({"field_class": "S2"}, 1),
        ({"unexplained": "on"}, 1),
        ({"view": "unexplained"}, 1),
        ({"field_class": "S9"}, 0),
    ],
)
def test_look_ups_when_filtered_then_only_what_fits(
    made: Scenario, frank: Actor, now: datetime, signed_in: SignIn, query: dict[str, str], found: int
) -> None:
    look_up(made, CONTAINER, at=now)
    look_up(made, CONTAINER, at=now, field_class=FieldClass.S1)  # needs no explanation
    sent = {key: made.erin.ref if value == "REF" else value for key, value in query.items()}
    text = signed_in(frank).get(reverse(LOOK_UPS), sent).content.decode()
    assert rows(text) == found


@pytest.mark.parametrize(("route", "lines"), [(EVENTS, 2), (LOOK_UPS, 1)])
def test_logs_when_exported_then_same_rows_and_on_record(
    made: Scenario, frank: Actor, signed_in: SignIn, record: Record, route: str, lines: int
) -> None:
    record.new()
    answer = signed_in(frank).get(reverse(route), {"format": "csv"})
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(table) == lines
    assert table[0]["person"] == made.erin.log_ref
    entry = record.one("accounts.list.exported")
    assert (entry.actor, entry.body["rows"]) == (frank.reference, lines)


def test_logs_when_role_may_not_export_then_refused(
    made: Scenario, anna: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    browser = signed_in(anna)
    assert browser.get(reverse(EVENTS), {"format": "csv"}).status_code == 403
    assert browser.get(reverse(LOOK_UPS), {"format": "csv"}).status_code == 403
    assert not record.new("accounts.list.exported")


def test_logs_when_looked_at_then_change_nothing(made: Scenario, frank: Actor, signed_in: SignIn) -> None:
    browser = signed_in(frank)
    with unchanged("django_session", "usersessions_usersession"):
        browser.get(reverse(EVENTS))
        browser.get(reverse(LOOK_UPS))
