"""The page on which an answer is given up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from screening.enums import CheckKind
from screening.models import Application, Check
from tests.people import Actor, SignIn
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LETTER = {
    "step": "add",
    "kind": "consular_letter",
    "from_whom": "Consulate of Spain",
    "dated_on": "2026-01-05",
    "document": "D-7",
}
INTERVIEW = LETTER | {"kind": "interview", "from_whom": "Alice", "document": "", "note": "Asked at length."}
GIVE_UP = {"step": "give_up", "reason": "no_record_system"}


@pytest.fixture
def asked(case: Application) -> Check:
    return rows.check_of(case, CheckKind.CRIMINAL_RECORD)


def url(asked: Check) -> str:
    return reverse("check-unobtainable", args=[asked.application.ref, asked.address])


def test_answer_when_two_proofs_were_added_then_given_up(
    asked: Check, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(url(asked), LETTER)
    assert "1 of 2 different proofs is there" in browser.get(url(asked)).content.decode()
    browser.post(url(asked), INTERVIEW)
    browser.post(url(asked), GIVE_UP)
    asked.refresh_from_db()
    assert (asked.result, asked.unobtainable_reason) == ("unobtainable", "no_record_system")
    page = browser.get(reverse("check-detail", args=[asked.application.ref, asked.address])).content.decode()
    for words in ("Not obtainable", "Consulate of Spain", "Asked at length."):
        assert words in page


def test_answer_when_one_proof_is_there_then_told_what_is_missing(
    asked: Check, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(url(asked), LETTER)
    text = browser.post(url(asked), GIVE_UP).content.decode()
    assert "two proofs of different kinds" in text
    assert "There is only: letter of a consulate." in text
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_proof_when_incomplete_then_told_at_the_field(asked: Check, alice: Actor, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    text = browser.post(url(asked), LETTER | {"document": ""}).content.decode()
    assert "Give the document&#x27;s reference, or note what was said." in text
    text = browser.post(url(asked), LETTER | {"dated_on": "2999-01-01"}).content.decode()
    assert "lies in the future" in text
    assert not asked.proofs.exists()


def test_answer_when_silence_came_too_early_then_told_at_the_reason(
    asked: Check, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(url(asked), GIVE_UP | {"reason": "no_reply"}).content.decode()
    assert "working days have passed" in text
