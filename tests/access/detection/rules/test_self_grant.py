"""G01: rights that people gave themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.detection.governance_facts import AccountFact, Approval, RightGiven
from access.enums import FieldClass, Severity
from access.need_to_know.facts import GrantFact
from tests.access.detection.port import at, box, flags, look, report

pytestmark = pytest.mark.unit

BOX = box(700)


def grant(by: str, ref: str = "G-1", begun=None) -> GrantFact:
    begun = begun or at(9)
    return GrantFact(BOX, FieldClass.S3, "case", begun, begun + timedelta(days=3), granted_by=by, ref=ref)


def role(account: str, by: str, ref: str = "role-1") -> RightGiven:
    return RightGiven(ref, account, "the role of data owner", by, at(9))


def test_grant_to_oneself_is_critical() -> None:
    (flag,) = flags("G01", grants={"dave": [grant("dave")]})
    assert (flag.person, flag.severity, flag.events) == ("dave", Severity.CRITICAL, ("G-1",))
    assert flag.text == (
        f"Critical data of {BOX}: given on 3 March 2026 09:00 UTC by the account that has it."
    )


def test_grant_by_somebody_else_is_silent() -> None:
    assert not flags("G01", grants={"dave": [grant("erin"), grant("", "G-2")]})


def test_grant_from_a_second_account_of_the_same_person_is_flagged() -> None:
    accounts = [AccountFact("dave-admin", "dave"), AccountFact("dave-desk", "dave")]
    (flag,) = flags("G01", grants={"dave-desk": [grant("dave-admin")]}, accounts=accounts)
    assert flag.person == "dave"
    assert "by another account of the person who has it" in flag.text


def test_second_account_is_known_from_the_log_where_accounts_were_not_delivered() -> None:
    data = [look(at(8), BOX, "dave")]
    assert data[0].account == "account-dave"
    assert flags("G01", grants={"account-dave": [grant("dave")]}, data=data)
    assert not flags("G01", grants={"account-dave": [grant("dave")]}, data=[])


def test_grant_to_an_account_that_the_giver_answers_for_is_flagged() -> None:
    accounts = [AccountFact("test-17", owner="dave"), AccountFact("dave", "dave")]
    (flag,) = flags("G01", grants={"test-17": [grant("dave")]}, accounts=accounts)
    assert flag.person == "dave"


def test_programs_that_give_rights_are_silent() -> None:
    rights = [role("system:import", "system:import"), role("erin", "system:import", "role-2")]
    assert not flags("G01", rights=rights)


def test_role_and_approval_are_judged_like_a_grant() -> None:
    (given,) = flags("G01", rights=[role("dave", "dave")])
    assert given.text.startswith("The role of data owner: given on")
    (approved,) = flags(
        "G01", approvals=[Approval("a-1", at(10), "dave", "dave"), Approval("a-2", at(10), "erin", "dave")]
    )
    assert approved.events == ("a-1",)


def test_grant_that_is_also_delivered_as_a_right_is_flagged_once() -> None:
    (flag,) = flags("G01", grants={"dave": [grant("dave", "G-1")]}, rights=[role("dave", "dave", "G-1")])
    assert "role" in flag.text
    under_another_name = RightGiven("S3-17", "dave", "critical data", "dave", at(9), object=BOX)
    assert len(flags("G01", grants={"dave": [grant("dave", "G-1")]}, rights=[under_another_name])) == 1


def test_grant_given_long_ago_is_not_found_again() -> None:
    assert not flags("G01", grants={"dave": [grant("dave", begun=at(9, -20))]})


def test_without_rights_and_approvals_it_is_not_evaluated() -> None:
    said = report("G01", data=[])
    assert (said.flags, said.not_evaluated[0].code) == ((), "feed_missing")
