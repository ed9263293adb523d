"""Letters as they are sent: kept byte for byte, in the person's language, opened for a reason only."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.enums import Language
from screening.letters.words import LetterKind
from screening.models import Application, Letter, RecordTrace, Remedy
from screening.retention.policy import default_policy
from screening.selectors.remedy import last_day, open_doors
from screening.services import erasure, letter
from tests import custody
from tests.people import Actor, Cast
from tests.screening import closed, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def granted(case: Application, cast: Cast, now: datetime) -> Application:
    """Erin is cleared by two officers."""
    return closed.cleared(case, cast, now)


@pytest.fixture
def sent(granted: Application) -> Letter:
    """What went to Erin with the decision."""
    return granted.letters.get(kind=LetterKind.DECISION.value)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_letter_when_issued_then_is_kept_with_its_digest_and_on_record(
    granted: Application, sent: Letter
) -> None:
    assert sent.digest == hashlib.sha256(bytes(sent.pdf)).hexdigest()
    assert sent.context["head"]["number"] == sent.number
    entry = Entry.objects.get(kind="screening.letter.issued", body__letter=sent.number)
    assert entry.subject == granted.reference
    assert entry.body == {
        "letter": sent.number,
        "kind": "Decision",
        "language": "en",
        "digest": sent.digest,
    }


def test_decision_when_granted_then_the_letter_says_until_when(granted: Application, sent: Letter) -> None:
    until = granted.person.clearances.get().valid_until
    text = text_of(bytes(sent.pdf))
    assert "Your clearance is granted" in text
    assert f"{until.day} {until:%B} {until.year}" in text
    assert granted.ref in text


def test_notice_when_in_dutch_then_says_what_was_found_in_dutch(
    case: Application, cast: Cast, now: datetime
) -> None:
    rows.reviewed(case, cast.alice, rows.TRAFFICKING)
    rows.triage_all(case, cast.alice, at=now)
    rows.assessed(case, cast.alice)
    hearing = rows.noticed(case, cast, at=now)
    made = letter.issue(case, LetterKind.NOTICE_OF_INTENT, actor="user:test", at=now, language=Language.NL)
    text = text_of(bytes(made.pdf)).replace("\u200b", "")
    assert "Het strafregister vermeldt" in text
    for material in hearing.materials.select_related("finding"):
        assert material.finding.sentence not in text


def test_letter_when_sent_then_nobody_changes_or_deletes_it(sent: Letter) -> None:
    for change in ({"pdf": b"other"}, {"context": {}}, {"digest": "0" * 64}, {"number": "L-OTHER"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.filter(pk=sent.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=sent.pk).delete()


def test_letter_when_erased_then_number_and_digest_stay_and_it_cannot_be_opened(
    granted: Application, sent: Letter, cast: Cast, now: datetime
) -> None:
    digest = sent.digest
    closed.aged(granted, 3000)
    clearance = granted.person.clearances.get()
    type(clearance).objects.filter(pk=clearance.pk).update(
        valid_from=now.date() - timedelta(days=3000), valid_until=now.date() - timedelta(days=400)
    )
    made = erasure.erase_due(granted, policy=default_policy(), actor="system:retention", at=now)
    assert made is not None
    sent.refresh_from_db()
    assert (bytes(sent.pdf), sent.context, sent.digest) == (b"", {}, digest)
    with pytest.raises(Conflict, match="erased"):
        letter.open_letter(sent, reason="Asked.", **cast.bob.acts(now))


def test_letter_when_opened_then_the_reason_is_on_record(sent: Letter, cast: Cast, now: datetime) -> None:
    pdf = letter.open_letter(sent, reason="The person asks on the phone.", **cast.alice.acts(now))
    assert pdf == bytes(sent.pdf)
    entry = Entry.objects.get(kind="screening.letter.read")
    assert (entry.actor, entry.body["letter"]) == (cast.alice.reference, sent.number)


def test_letter_when_opened_without_reason_or_right_then_is_refused(
    sent: Letter, cast: Cast, now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        letter.open_letter(sent, reason=" ", **cast.alice.acts(now))
    with pytest.raises(Refused):
        letter.open_letter(sent, reason="Audit.", **cast.frank.acts(now))


def test_employer_letter_when_issued_then_holds_outcome_and_dates_and_no_reason(
    case: Application, cast: Cast, now: datetime
) -> None:
    custody.note_ground(case, cast, at=now)
    closed.cleared(case, cast, now)
    made = case.letters.get(kind=LetterKind.EMPLOYER_OUTCOME.value)
    text = text_of(bytes(made.pdf))
    assert "Cleared" in text
    assert case.person.organisation is not None
    assert case.person.organisation.name in text
    whole = text + str(made.context)
    findings = [finding.sentence for finding in case.assessments.get().findings.all()]
    for secret in (custody.ESSENCE, "wrote Alice", "wrote Bob", "Passport", "1991", *findings):
        assert secret not in whole
    assert set(made.context) == {"head", "subject", "outcome", "valid_from", "valid_until"}
    assert made.context["subject"]["born"] is None


def test_letter_when_the_case_has_nothing_to_tell_then_is_not_made(
    case: Application, bob: Actor, now: datetime
) -> None:
    for kind in (LetterKind.DECISION, LetterKind.EMPLOYER_OUTCOME, LetterKind.NOTICE_OF_INTENT):
        with pytest.raises(NotFound):
            letter.issue(case, kind, actor=bob.reference, at=now)
    assert not Letter.objects.exists()


def test_notice_when_the_case_is_granted_then_is_not_made(
    granted: Application, bob: Actor, now: datetime
) -> None:
    with pytest.raises(Conflict):
        letter.issue(granted, LetterKind.NOTICE_OF_INTENT, actor=bob.reference, at=now)


def test_letter_when_a_language_is_given_then_is_in_it(
    granted: Application, bob: Actor, now: datetime
) -> None:
    made = letter.issue(granted, LetterKind.DECISION, actor=bob.reference, at=now, language=Language.NL)
    assert "Uw toelating is verleend" in text_of(bytes(made.pdf))


@pytest.fixture
def refused(case: Application, cast: Cast) -> Application:
    """Erin is refused for a conviction, after notice and hearing."""
    rows.reviewed(case, cast.alice, rows.TRAFFICKING)
    rows.triage_all(case, cast.alice)
    rows.assessed(case, cast.alice)
    rows.refused(case, cast)
    case.refresh_from_db()
    return case


def sent_to(case: Application, kind: LetterKind) -> str:
    return text_of(bytes(case.letters.filter(kind=kind.value).order_by("pk")[0].pdf))


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_refusal_when_sent_then_notice_and_decision_hold_each_finding_reason_and_last_day(
    refused: Application,
) -> None:
    findings = [row.finding for row in refused.hearings.get().materials.select_related("finding")]
    assert findings
    for kind in (LetterKind.NOTICE_OF_INTENT, LetterKind.DECISION):
        told = without_spaces(sent_to(refused, kind))
        for finding in findings:
            assert without_spaces(finding.sentence) in told
            assert without_spaces(finding.reason) in told
            assert without_spaces(finding.rule) in told
    notice, decided = (
        sent_to(refused, LetterKind.NOTICE_OF_INTENT),
        sent_to(refused, LetterKind.DECISION),
    )
    reply = refused.hearings.get().due_on
    assert f"{reply.day} {reply:%B} {reply.year}" in notice
    doors = open_doors(refused)
    assert doors
    for door in doors:
        until = last_day(refused, door)
        assert until is not None
        assert f"{until.day} {until:%B} {until.year}" in decided


def test_refusal_when_the_employer_is_told_then_learns_no_finding(refused: Application) -> None:
    told = sent_to(refused, LetterKind.EMPLOYER_OUTCOME)
    assert "Not cleared" in told
    decision_ = refused.decisions.latest("pk")
    findings = [row.finding for row in refused.hearings.get().materials.select_related("finding")]
    secrets = [decision_.reason, decision_.statement, "0701", "trafficking", "Spain", "hearing"]
    for finding in findings:
        secrets += [finding.sentence, finding.reason, finding.rule, finding.source]
    for secret in secrets:
        assert not secret or without_spaces(secret).lower() not in without_spaces(told).lower()


def test_refused_case_when_its_time_is_over_then_all_of_it_goes_but_the_trace_with_it(
    refused: Application, now: datetime
) -> None:
    closed.aged(refused, 100)
    Remedy.objects.filter(application=refused).delete()
    early = erasure.erase_due(
        refused, policy=default_policy(), actor="system:retention", at=now + timedelta(days=60)
    )
    assert early is not None
    trace = RecordTrace.objects.get(check_answered__application=refused)
    assert trace.offence_code == "0701 00"
    assert trace.use != "no finding rests on it"
    late = now + timedelta(days=800)
    assert erasure.erase_due(refused, policy=default_policy(), actor="system:retention", at=late) is not None
    refused.refresh_from_db()
    assert refused.erased_at == late
    assert refused.state == "refused"
    assert not refused.hearings.exists()
    assert not RecordTrace.objects.exists()
    erased = {"erased", ""}
    assert {word for row in refused.decisions.all() for word in (row.reason, row.statement)} <= erased
    erasure.erase_identity(refused.person, policy=default_policy(), actor="system:retention", at=late)
    assert closed.personal_words(refused) == []
