"""G10: cases closed by friends, or all alike."""

from __future__ import annotations

import pytest

from access.detection.governance_facts import AccountFact, Approval, CaseClosing
from access.enums import Severity
from tests.access.detection.port import at, flags, person, report

pytestmark = pytest.mark.unit


def closing(
    number: float = 0, by: str = "frank", subject: str = "dave", *, harmless: bool = True
) -> CaseClosing:
    return CaseClosing(f"PC-{number:g}", at(9 + number), by, subject, harmless)


def test_case_closed_by_its_own_subject_is_high() -> None:
    (flag,) = flags("G10", case_closings=[closing(by="dave")])
    assert (flag.person, flag.severity, flag.events) == ("dave", Severity.HIGH, ("PC-0",))
    assert "by the person whom it was about" in flag.text


def test_case_closed_from_another_account_of_its_subject_is_found() -> None:
    accounts = [AccountFact("dave-admin", "dave")]
    assert flags("G10", case_closings=[closing(by="dave-admin")], accounts=accounts)[0].person == "dave"


def test_case_closed_by_a_team_mate_is_medium() -> None:
    team = [person("frank", teams=frozenset({"night", "desk"})), person("dave", teams=frozenset({"desk"}))]
    (flag,) = flags("G10", case_closings=[closing()], people=team)
    assert (flag.person, flag.severity) == ("frank", Severity.MEDIUM)
    assert "by somebody of the same team" in flag.text


def test_same_trade_in_different_teams_is_no_tie() -> None:
    same_trade = [person("frank", teams=frozenset({"night"})), person("dave")]
    assert not flags("G10", case_closings=[closing()], people=same_trade)


def test_case_closed_by_the_approver_of_the_subject_is_flagged() -> None:
    def found(approved_at: float, by: str = "frank", account: str = "dave"):
        approvals = [Approval("a-1", at(approved_at), by, account)]
        return flags("G10", case_closings=[closing()], approvals=approvals)

    assert "by whoever approved their access" in found(8)[0].text
    assert found(9 - 24 * 90)
    assert not found(8 - 24 * 90)
    assert not found(10)
    assert not found(8, by="erin")
    assert not found(8, account="carol")


def test_case_that_was_escalated_is_no_favour() -> None:
    assert not flags("G10", case_closings=[closing(by="dave", harmless=False)])


def row(length: int) -> list[CaseClosing]:
    return [closing(number, subject=f"p{number}") for number in range(length)]


def test_twenty_closings_in_a_row_as_harmless_are_flagged() -> None:
    assert not flags("G10", case_closings=row(19))
    (flag,) = flags("G10", case_closings=row(20))
    assert (flag.person, flag.key, len(flag.events)) == ("frank", "frank:row:PC-0", 20)


def test_row_that_goes_on_is_the_same_finding() -> None:
    (flag,) = flags("G10", case_closings=row(45))
    assert (flag.key, len(flag.events)) == ("frank:row:PC-0", 45)


def test_row_that_was_broken_or_is_shared_is_silent() -> None:
    broken = [*row(19), closing(19, harmless=False), *[closing(20 + n, subject="x") for n in range(19)]]
    assert not flags("G10", case_closings=broken)
    shared = [closing(n, by="frank" if n % 2 else "carol", subject="x") for n in range(38)]
    assert not flags("G10", case_closings=shared)


def test_without_closed_cases_it_is_not_evaluated() -> None:
    assert report("G10", data=[]).not_evaluated[0].code == "feed_missing"
