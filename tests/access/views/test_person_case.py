"""Unusual entries, one person-case, and the decision on it."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.enums import PersonCaseState
from access.models import Flag, PersonCase, ScanState
from access.selectors.pseudonym import pseudonym_of
from screening.enums import ApplicationKind, ClearanceState
from screening.models import Application
from tests.access.holders import misuse_by, try_gate
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST, DETAIL, DECIDE = "unusual-list", "person-case-detail", "person-case-decide"


def detail(made: Scenario) -> str:
    return reverse(DETAIL, args=[made.person_case.ref])


def decide(made: Scenario, step: str) -> str:
    return reverse(DECIDE, args=[made.person_case.ref, step])


def unmask(made: Scenario) -> str:
    return reverse("person-case-unmask", args=[made.person_case.ref])


def shown(text: str) -> list[str]:
    return re.findall(r'class="row-link" href="/audit/unusual/([^/]+)/"', text)


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dora", "dave", "emma"])
def test_cases_when_role_does_not_see_them_then_404(
    made: Scenario, cast: Cast, signed_in: SignIn, name: str
) -> None:
    browser = signed_in(getattr(cast, name))
    for address in (reverse(LIST), detail(made), decide(made, "escalate")):
        assert browser.get(address).status_code == 404


def test_cases_when_of_another_port_then_as_if_absent(
    made: Scenario, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.anna)
    assert not shown(browser.get(reverse(LIST)).content.decode())
    assert browser.get(detail(made)).status_code == 404
    assert browser.post(decide(made, "dismiss"), {"reason": "x", "step": "decide"}).status_code == 404


def test_queue_when_opened_then_person_why_and_score(made: Scenario, anna: Actor, signed_in: SignIn) -> None:
    text = signed_in(anna).get(reverse(LIST)).content.decode()
    assert shown(text) == [made.person_case.ref]
    assert pseudonym_of(made.port.pk, made.erin.log_ref) in text
    assert "Vermeer" not in text
    assert made.erin.log_ref not in text
    assert "D22 Access after suspension" in text
    assert re.search(r'<meter [^>]*value="94"', text)


def test_queue_when_cases_move_then_each_view_has_its_own(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    misuse_by(made, "Second", now)
    browser = signed_in(anna)

    def of(view: str) -> list[str]:
        return shown(browser.get(reverse(LIST), {"view": view}).content.decode())

    Flag.objects.update(severity="M")
    assert len(of("today")) == len(of("to-look-at")) == 2
    assert of("mine") == []
    browser.post(reverse("person-case-take", args=[made.person_case.ref]))
    assert of("mine") == [made.person_case.ref]
    browser.post(decide(made, "dismiss"), {"reason": "A test of the alarm.", "step": "decide"})
    assert of("closed") == [made.person_case.ref]
    assert made.person_case.ref not in of("to-look-at")
    assert of("escalated") == []


def test_queue_when_a_rule_could_not_judge_then_says_which_and_why(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    told = {
        "rule": "D01",
        "code": "feed_missing",
        "detail": "D01 needs work orders, which this port has not delivered.",
        "since": now.isoformat(),
        "until": now.isoformat(),
    }
    ScanState.objects.filter(port=made.port).update(not_evaluated=[told])
    text = signed_in(anna).get(reverse(LIST)).content.decode()
    assert "Not everything could be judged" in text
    assert "D01 needs work orders, which this port has not delivered." in text


def test_queue_when_never_scanned_then_says_so(made: Scenario, other_cast: Cast, signed_in: SignIn) -> None:
    assert "Nothing scanned yet" in signed_in(other_cast.anna).get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "vermeer"}, 0),
        ({"text": "PC-"}, 0),
        ({"rule": "D22"}, 1),
        ({"rule": "P02"}, 0),
        ({"rule": "Z99"}, 0),
        ({"state": "closed"}, 0),
    ],
)
def test_queue_when_filtered_then_only_what_fits(
    made: Scenario, anna: Actor, signed_in: SignIn, query: dict[str, str], found: int
) -> None:
    assert len(shown(signed_in(anna).get(reverse(LIST), query).content.decode())) == found


def test_queue_when_exported_then_same_rows_and_on_record(
    made: Scenario, frank: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    answer = signed_in(frank).get(reverse(LIST), {"format": "csv"})
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["reference"], row["rules"]) for row in table] == [(made.person_case.ref, "D22")]
    assert table[0]["subject"] == table[0]["name"] == pseudonym_of(made.port.pk, made.erin.log_ref)
    assert record.one("accounts.list.exported").body["rows"] == 1


def test_queue_when_rows_grow_then_queries_do_not(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(anna)
    browser.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(LIST))
    for number, name in enumerate(("Second", "Third")):
        misuse_by(made, name, now + timedelta(seconds=number))
    with CaptureQueriesContext(connection) as three:
        page = browser.get(reverse(LIST))
    assert len(shown(page.content.decode())) == 3
    assert len(three) == len(one)


def test_case_when_opened_then_shows_finding_innocence_events_and_numbers(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(anna)
    browser.post(unmask(made), {"reason": "To ask the foreman."})
    text = browser.get(detail(made)).content.decode()
    flag = made.person_case.flags.get()
    assert "Erin Vermeer" in text
    assert flag.text.replace("'", "&#x27;") in text
    assert flag.innocent.replace("'", "&#x27;") in text
    assert "Critical" in text
    assert made.badge.serial in text
    for parameter in flag.parameters:
        assert parameter["reason"] in text
    assert "it decides nothing about anyone" in text


def test_case_when_auditor_opens_it_then_no_decision_and_no_confidential_words(
    made: Scenario, anna: Actor, frank: Actor, signed_in: SignIn
) -> None:
    signed_in(anna).post(decide(made, "explain"), {"reason": "His child was ill.", "step": "decide"})
    text = signed_in(frank).get(detail(made)).content.decode()
    assert "His child was ill." not in text
    assert "Open again" not in text
    assert signed_in(frank).post(decide(made, "reopen"), {"reason": "x", "step": "decide"}).status_code == 404


def test_case_when_taken_then_mine_and_on_record(
    made: Scenario, anna: Actor, signed_in: SignIn, record: Record
) -> None:
    record.new()
    answer = signed_in(anna).post(reverse("person-case-take", args=[made.person_case.ref]))
    assert answer["Location"] == detail(made)
    made.person_case.refresh_from_db()
    assert made.person_case.owner == anna.user
    assert record.one("access.person_case.assigned").actor == anna.reference
    assert signed_in(anna).get(reverse("person-case-take", args=[made.person_case.ref])).status_code == 405


@pytest.mark.parametrize(("step", "state"), [("explain", "explained"), ("dismiss", "dismissed")])
def test_case_when_closed_then_state_reason_and_record(
    made: Scenario, anna: Actor, signed_in: SignIn, record: Record, step: str, state: str
) -> None:
    browser = signed_in(anna)
    Flag.objects.update(severity="M")
    record.new()
    checked = browser.post(decide(made, step), {"reason": "Came to hand it in.", "step": "check"})
    assert "Check the decision" in checked.content.decode()
    assert PersonCase.objects.get(pk=made.person_case.pk).state == PersonCaseState.OPEN.value
    done = browser.post(decide(made, step), {"reason": "Came to hand it in.", "step": "decide"})
    assert done["Location"] == detail(made)
    made.person_case.refresh_from_db()
    assert (made.person_case.state, made.person_case.reason) == (state, "Came to hand it in.")
    assert record.one("access.person_case.closed").body["outcome"] == state
    assert "Came to hand it in." in browser.get(detail(made)).content.decode()


def test_case_when_reopened_then_back_in_the_queue(made: Scenario, anna: Actor, signed_in: SignIn) -> None:
    browser = signed_in(anna)
    browser.post(decide(made, "explain"), {"reason": "Too quickly.", "step": "decide"})
    browser.post(decide(made, "reopen"), {"reason": "Look again.", "step": "decide"})
    assert PersonCase.objects.get(pk=made.person_case.pk).state == PersonCaseState.OPEN.value


def escalate(browser: Any, made: Scenario, **more: str) -> Any:
    sent = {"reason": "Two attempts after the suspension.", "suspend": "on", "step": "decide"} | more
    return browser.post(decide(made, "escalate"), {key: value for key, value in sent.items() if value})


def test_case_when_escalated_then_reassessment_opens_and_the_next_attempt_is_refused(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn, record: Record
) -> None:
    browser = signed_in(anna)
    assert 'name="suspend"' in browser.get(decide(made, "escalate")).content.decode()
    assert re.search(r'name="suspend"[^>]* checked', browser.get(decide(made, "escalate")).content.decode())
    record.new()
    escalate(browser, made)
    made.person_case.refresh_from_db()
    opened = Application.objects.get(person=made.erin, kind=ApplicationKind.REASSESSMENT.value)
    assert made.person_case.reassessment_ref == opened.ref
    assert made.person_case.state == PersonCaseState.ESCALATED.value
    assert "access.person_case.escalated" in record.kinds()
    # No worker has run since: the gate reads the clearance itself.
    assert try_gate(made, made.credential, at=now).reasons == ["clearance_suspended"]


def test_case_when_escalated_without_suspension_then_clearance_stays(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    escalate(signed_in(anna), made, suspend="")
    made.clearance.refresh_from_db()
    assert made.clearance.state_word is ClearanceState.GRANTED
    assert Application.objects.filter(kind=ApplicationKind.REASSESSMENT.value).exists()


def test_case_when_escalated_then_reassessment_is_a_link_only_for_who_sees_cases(
    made: Scenario, anna: Actor, frank: Actor, signed_in: SignIn
) -> None:
    escalate(signed_in(anna), made)
    opened = Application.objects.get(kind=ApplicationKind.REASSESSMENT.value)
    address = reverse("case-detail", args=[opened.ref])
    to_analyst = signed_in(anna).get(detail(made)).content.decode()
    to_auditor = signed_in(frank).get(detail(made)).content.decode()
    assert opened.ref in to_analyst
    assert address not in to_analyst
    assert address in to_auditor


def test_case_when_escalated_twice_then_conflict_and_one_reassessment(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(anna)
    escalate(browser, made)
    assert escalate(browser, made).status_code == 409
    assert Application.objects.filter(kind=ApplicationKind.REASSESSMENT.value).count() == 1
    assert "Decided meanwhile" in browser.get(decide(made, "escalate")).content.decode()


@pytest.mark.parametrize("step", ["escalate", "explain", "dismiss"])
def test_case_when_reason_is_missing_then_nothing_changes(
    made: Scenario, anna: Actor, signed_in: SignIn, step: str
) -> None:
    page = signed_in(anna).post(decide(made, step), {"reason": " ", "step": "decide"})
    assert "Reason: This field is required." in page.content.decode()
    assert PersonCase.objects.get(pk=made.person_case.pk).state == PersonCaseState.OPEN.value


def test_case_when_proof_of_identity_is_old_then_asks_for_it_first(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    answer = escalate(signed_in(anna, fresh=False), made)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert PersonCase.objects.get(pk=made.person_case.pk).state == PersonCaseState.OPEN.value


def test_case_when_it_is_about_oneself_then_as_if_absent(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    anna.user.person_ref = made.erin.ref
    anna.user.save(update_fields=["person_ref"])
    browser = signed_in(anna)
    absent = browser.get(reverse(DETAIL, args=["PC-2026-99998"]))
    for address in (detail(made), decide(made, "dismiss"), unmask(made)):
        answer = browser.get(address)
        assert (answer.status_code, len(answer.content)) == (404, len(absent.content))
    assert browser.post(decide(made, "dismiss"), {"reason": "x", "step": "decide"}).status_code == 404
    assert shown(browser.get(reverse(LIST), {"view": "to-look-at"}).content.decode()) == []


def test_case_when_subject_is_not_registered_then_cannot_be_escalated_but_closed(
    made: Scenario, anna: Actor, signed_in: SignIn
) -> None:
    PersonCase.objects.filter(pk=made.person_case.pk).update(person=None, subject="badge of X")
    browser = signed_in(anna)
    text = browser.get(detail(made)).content.decode()
    assert "Not registered here" in text
    assert decide(made, "escalate") not in text
    assert decide(made, "dismiss") in text
    assert "Not registered here" in browser.get(decide(made, "escalate")).content.decode()
    assert "register them first" in escalate(browser, made).content.decode()


def test_case_when_step_is_unknown_then_404(made: Scenario, anna: Actor, signed_in: SignIn) -> None:
    assert signed_in(anna).get(decide(made, "shred")).status_code == 404


def test_case_when_events_grow_then_queries_do_not(
    made: Scenario, anna: Actor, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(anna)
    browser.get(detail(made))
    with CaptureQueriesContext(connection) as one:
        browser.get(detail(made))
    flag = made.person_case.flags.get()
    for number in range(2):
        flag.pk, flag.key = None, f"{flag.key}:{number}"
        flag.save(force_insert=True)
    with CaptureQueriesContext(connection) as three:
        text = browser.get(detail(made)).content.decode()
    assert text.count("What the rule counts with") == 3
    assert len(three) == len(one)


def test_cases_when_looked_at_then_change_nothing(made: Scenario, anna: Actor, signed_in: SignIn) -> None:
    browser = signed_in(anna)
    with unchanged("django_session", "usersessions_usersession"):
        for address in (reverse(LIST), detail(made), decide(made, "escalate")):
            browser.get(address)
