"""Person-cases with their findings, the events behind them, and what could not be judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from access.enums import PersonCaseEvent
from access.models import DataEvent, Flag, GateEvent, PersonCase
from access.selectors import case_finding, person_case, timeline
from access.services import anomaly, scan, unmasking
from accounts.models import User
from portsec.kernel.scope import Scope
from tests.moment import port_now
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

EVERYTHING = Scope.system(reason="a test")
NOT_AN_ID = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"


def found(**narrowed: Any) -> list[PersonCase]:
    """As somebody reads it who has unmasked nothing, unless a viewer is named."""
    seen = {"viewer": User(pk=0), "at": port_now()} | narrowed
    return list(case_finding.case_queue(scope=EVERYTHING, **seen))


def test_queue_when_narrowed_then_only_what_fits(made: Scenario, now: datetime) -> None:
    case = made.person_case
    assert found() == [case]
    assert found(text=case.ref.lower()) == [case]
    anna = made.cast.anna
    for text in (case.subject.lower(), made.erin.ref, "vermeer"):
        assert found(text=text, viewer=anna.user) == [], "a search must not tell of whom there is a case"
    unmasking.unmask(case, reason="To ask the foreman.", **anna.acts(now))
    for text in (case.subject.lower(), made.erin.ref, "vermeer"):
        assert found(text=text, viewer=anna.user) == [case], text
        assert found(text=text) == []
    assert found(text="somebody") == []
    assert found(state=case_finding.OPEN) == [case]
    assert found(state=case_finding.CLOSED) == []
    assert found(rule="D22") == [case]
    assert found(rule="D99") == []
    assert found(owner=anna.user) == []
    anomaly.assign(case, **anna.acts(now))
    assert found(owner=anna.user) == [case]
    anomaly.triage(case, PersonCaseEvent.EXPLAIN, reason="Spare shift.", **anna.acts(now))
    assert found(state=case_finding.CLOSED) == [case]
    assert found(state="explained") == [case]
    assert not person_case.open_cases(scope=EVERYTHING).exists()


def test_queue_when_read_then_with_the_span_of_its_findings(made: Scenario) -> None:
    (case,) = found()
    flags = list(Flag.objects.all())
    assert case.first_at == min(flag.first_at for flag in flags)
    assert case.last_at == max(flag.last_at for flag in flags)


def test_findings_when_read_then_strongest_first_with_their_events(
    made: Scenario, django_assert_num_queries: Any
) -> None:
    case = PersonCase.objects.get()
    with django_assert_num_queries(5):  # the flags; of both logs the keys of imported events, and the events
        findings = case_finding.findings_of(case)
    points = [finding.flag.points for finding in findings]
    assert points == sorted(points, reverse=True)
    lapsed = next(finding for finding in findings if finding.flag.rule == "D22")
    assert lapsed.title == "Access after suspension, exit or expiry"
    assert {str(event.id) for event in lapsed.events} == set(lapsed.flag.events)
    assert [event.at for event in lapsed.events] == sorted(event.at for event in lapsed.events)


def imported(made: Scenario, code: str, at: datetime) -> tuple[GateEvent, DataEvent]:
    """An attempt and a look-up that two imported logs give the same number."""
    common = {"port": made.port, "source": "import", "code": code, "received_at": at}
    gate = GateEvent.objects.create(**common, at=at, reader_code="GA1", direction="in", result="granted")
    data = DataEvent.objects.create(
        **common,
        at=at + timedelta(days=9),
        account="x",
        action="read",
        object_type="container",
        object_ref="x",
        field_class="S2",
        result="ok",
    )
    return gate, data


def test_findings_when_two_logs_use_one_number_then_the_time_tells_which_is_meant(
    made: Scenario, now: datetime
) -> None:
    gate, data = imported(made, "17", now)
    flag = Flag.objects.filter(rule="D22").get()
    Flag.objects.filter(pk=flag.pk).update(
        events=["17"], first_at=now - timedelta(hours=1), last_at=now + timedelta(hours=1)
    )
    case = PersonCase.objects.get()
    shown = next(one for one in case_finding.findings_of(case) if one.flag.rule == "D22")
    assert shown.events == [gate]
    flag.refresh_from_db()
    assert person_case.events_of(flag) == ([gate], [data])


@pytest.mark.parametrize("number", [NOT_AN_ID, "3f2504e0-4f89-41d3-9a0c-0305e82c3301"])
def test_findings_when_a_number_looks_like_an_id_then_found_all_the_same(
    made: Scenario, now: datetime, number: str
) -> None:
    gate, data = imported(made, number, now)
    flag = Flag.objects.filter(rule="D22").get()
    Flag.objects.filter(pk=flag.pk).update(events=[number])
    flag.refresh_from_db()
    assert person_case.events_of(flag) == ([gate], [data])
    shown = {
        event for finding in case_finding.findings_of(PersonCase.objects.get()) for event in finding.events
    }
    assert {gate, data} <= shown


def test_score_when_read_then_as_it_stands_now_by_family(made: Scenario) -> None:
    score, shares = case_finding.score_of(made.person_case, at=made.at)
    assert score.bypass
    assert [share.points for share in shares] == sorted((share.points for share in shares), reverse=True)
    later, _ = case_finding.score_of(made.person_case, at=made.at + timedelta(days=60))
    assert later.points < score.points


def test_other_cases_when_the_subject_had_some_then_newest_first_without_this_one(
    made: Scenario, now: datetime
) -> None:
    others = [
        PersonCase.objects.create(
            port=made.port,
            ref=f"PC-2026-9999{number}",
            subject=made.person_case.subject,
            state="explained",
            opened_at=now + timedelta(hours=number),
            updated_at=now,
        )
        for number in range(2)
    ]
    assert list(case_finding.other_cases(made.person_case, scope=EVERYTHING)) == others[::-1]
    assert not case_finding.other_cases(made.person_case, scope=Scope.nothing()).exists()


def test_reports_when_scanned_then_how_far_and_what_was_left_out(made: Scenario, now: datetime) -> None:
    scan.scan(made.port, at=now)
    (report,) = case_finding.scan_reports(scope=made.cast.anna.scope)
    assert (report.port, report.scanned_until) == ("Port of Example", now)
    for item in report.not_judged:
        assert item.since <= item.until
        assert item.title


def test_timeline_when_told_then_reasons_for_the_cases_own_officers_alone(
    made: Scenario, now: datetime
) -> None:
    anna = made.cast.anna
    anomaly.triage(made.person_case, PersonCaseEvent.EXPLAIN, reason="Spare shift.", **anna.acts(now))
    entries = person_case.timeline(made.person_case)
    told = timeline.told(entries, in_full=True)
    assert (told[0].text, told[0].by, told[0].at) == ("Spare shift.", "Anna", now)
    assert "Spare shift." not in told[0].title
    hidden = timeline.told(entries, in_full=False)
    assert len(hidden) == len(told)
    assert "Spare shift." not in str(hidden)
    changes = timeline.badge_happenings(made.badge, in_full=True)
    assert [(one.title, one.text, one.by) for one in changes] == [("Active", "Issued.", "Carol")]
    assert "Issued." not in str(timeline.badge_happenings(made.badge, in_full=False))
