"""What officers note about reports: grades, links, hand-overs. Nothing of it acts on anybody."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline.enums import Credibility, Reliability, ReportEvent
from hotline.models import CaseLink, Grading, Report
from hotline.services import case_link, grading, hand_over, handling
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.hotline.hotline_port import HotlinePort, cheap_code
from tests.scenario import Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OWN_TABLES = ("hotline_grading", "hotline_caselink", "hotline_handover", "ledger_entry")


@pytest.fixture
def report(hotline: HotlinePort, now: datetime) -> Report:
    return hotline.report(hotline.lodge(at=now, minted=cheap_code()))


def test_report_when_graded_then_the_newest_grade_counts_and_earlier_ones_stay(
    hotline: HotlinePort, report: Report, record: Record, now: datetime
) -> None:
    acts = hotline.hana.acts(now)
    grading.grade(report, Reliability.F, Credibility.UNKNOWN, **acts)
    grading.grade(report, Reliability.B, Credibility.PROBABLY_TRUE, **acts)
    assert str(report.gradings.first()) == "B2"
    assert Grading.objects.count() == 2
    entry = record.new("hotline.report.graded")[-1]
    assert (entry.actor, entry.subject) == (hotline.hana.reference, report.subject)
    assert entry.body == {"reliability": "B", "credibility": "2"}


def test_desk_when_it_grades_links_and_hands_over_then_nobody_elsewhere_is_touched(
    made: Scenario, hotline: HotlinePort, report: Report, now: datetime
) -> None:
    """A planted report to burn an honest officer changes nothing by itself (abuse case T26)."""
    acts = hotline.hana.acts(now)
    handling.step(report, ReportEvent.ACKNOWLEDGE, **acts)
    with unchanged(*OWN_TABLES):
        grading.grade(report, Reliability.A, Credibility.CONFIRMED, **acts)
        case_link.link(report, made.person_case.ref, **acts)
        case_link.link(report, made.case.ref, **acts)
        hand_over.hand_over(report, "Federal police", "Article 29 of the code", **acts)
    assert {each.target for each in CaseLink.objects.all()} == {made.person_case.ref, made.case.ref}


def test_link_when_made_then_the_other_file_shows_no_entry_about_it(
    made: Scenario, hotline: HotlinePort, report: Report, record: Record, now: datetime
) -> None:
    case_link.link(report, made.person_case.ref.lower(), **hotline.hana.acts(now))
    assert [entry.subject for entry in record.new()] == [report.subject]


def test_link_when_made_twice_then_stands_once_and_is_taken_back_once(
    hotline: HotlinePort, report: Report, record: Record, now: datetime
) -> None:
    acts = hotline.hana.acts(now)
    for _ in range(2):
        case_link.link(report, "UE-7K2M9Q", **acts)
    case_link.unlink(report, "UE-7K2M9Q", **acts)
    assert record.kinds() == ["hotline.report.linked", "hotline.report.unlinked"]
    with pytest.raises(Conflict):
        case_link.unlink(report, "UE-7K2M9Q", **acts)


@pytest.mark.parametrize("target", ["", "Jan Janssen", "UE-", "UE-7K2M9Q; DROP", "x" * 40])
def test_link_when_the_reference_cannot_be_one_then_refused(
    hotline: HotlinePort, report: Report, now: datetime, target: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput):
        case_link.link(report, target, **hotline.hana.acts(now))


@pytest.mark.parametrize("field", ["authority", "ground"])
def test_hand_over_when_authority_or_ground_is_missing_then_refused(
    hotline: HotlinePort, report: Report, now: datetime, field: str
) -> None:
    handling.step(report, ReportEvent.ACKNOWLEDGE, **hotline.hana.acts(now))
    given = {"authority": "Federal police", "ground": "Article 29", field: "  "}
    with unchanged(), pytest.raises(InvalidInput) as refused:
        hand_over.hand_over(report, **given, **hotline.hana.acts(now))
    assert set(refused.value.fields) == {field}


def test_hand_over_when_not_acknowledged_yet_then_refused(
    hotline: HotlinePort, report: Report, now: datetime
) -> None:
    with unchanged(), pytest.raises(Conflict):
        hand_over.hand_over(report, "Federal police", "Article 29", **hotline.hana.acts(now))


def test_hand_over_when_noted_then_others_than_officers_read_neither_authority_nor_ground(
    hotline: HotlinePort, report: Report, record: Record, now: datetime
) -> None:
    from ledger.kinds import kind_of

    acts = hotline.hana.acts(now)
    handling.step(report, ReportEvent.ACKNOWLEDGE, **acts)
    hand_over.hand_over(report, "Federal police", "Article 29", authority_reference="FP-1", **acts)
    entry = record.one("hotline.report.handed_over")
    withheld = str(kind_of(entry.kind).redact(entry.body))
    assert not [word for word in ("Federal", "29", "FP-1") if word in withheld]


@pytest.mark.parametrize("who", ["sissi", "olga"])
def test_desk_when_the_report_was_not_sealed_to_the_officer_then_refused(
    hotline: HotlinePort, report: Report, now: datetime, who: str
) -> None:
    acts = getattr(hotline, who).acts(now)
    with unchanged():
        for deed in (
            lambda: grading.grade(report, Reliability.F, Credibility.UNKNOWN, **acts),
            lambda: case_link.link(report, "UE-7K2M9Q", **acts),
            lambda: case_link.unlink(report, "UE-7K2M9Q", **acts),
            lambda: hand_over.hand_over(report, "Federal police", "Article 29", **acts),
        ):
            with pytest.raises(Refused):
                deed()
