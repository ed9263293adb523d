"""The three check pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from screening.enums import CheckKind
from screening.models import Application, Check, Conviction
from screening.services.check import ConvictionInput
from tests.people import Actor, Cast, SignIn
from tests.screening import rows
from tests.screening.rows import TRAFFICKING

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def url(case: Application, kind: str) -> str:
    return reverse("check-detail", args=[case.ref, kind])


def record(answer: str, *convictions: dict[str, str], step: str = "answer") -> dict[str, Any]:
    form: dict[str, Any] = {
        "answer": answer,
        "detail": "Central register, Spain",
        "step": step,
        "conviction-TOTAL_FORMS": str(max(len(convictions), 1)),
        "conviction-INITIAL_FORMS": "0",
        "proceeding-TOTAL_FORMS": "0",
        "proceeding-INITIAL_FORMS": "0",
        "conviction-0-completion": "C",
        "conviction-0-participation": "M",
    }
    for number, row in enumerate(convictions):
        form |= {f"conviction-{number}-{name}": value for name, value in row.items()}
    return form


def conviction(**changes: str) -> dict[str, str]:
    given = {
        "offence_code": "0701 00",
        "country": "ES",
        "decided_on": "2022-03-01",
        "final_on": "2022-04-01",
        "sanction_code": "1001",
        "sanction_months": "30",
        "completion": "C",
        "participation": "M",
    }
    return given | changes


@pytest.mark.parametrize("kind", ["identity", "criminal_record-BE", "watchlist"])
def test_check_when_opened_by_role_then_seen_or_absent(
    case: Application, cast: Cast, signed_in: SignIn, kind: str
) -> None:
    for name, status in {
        "alice": 200,
        "bob": 200,
        "frank": 200,
        "carol": 404,
        "emma": 404,
        "dave": 404,
    }.items():
        assert signed_in(getattr(cast, name)).get(url(case, kind)).status_code == status, name


def test_check_when_case_is_at_another_port_then_404(
    case: Application, other_cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(other_cast.alice)
    assert browser.get(url(case, "identity")).status_code == 404
    assert browser.post(url(case, "identity"), {"result": "clear"}).status_code == 404


def test_check_when_kind_is_unknown_then_404(case: Application, alice: Actor, signed_in: SignIn) -> None:
    assert signed_in(alice).get(url(case, "astrology")).status_code == 404


def test_identity_when_answered_then_document_and_comparisons_are_kept(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(
        url(case, "identity"),
        {
            "result": "clear",
            "document": "Passport",
            "country": "ES",
            "compared": ["chip read", "photograph matches"],
            "remark": "Renewed in 2025.",
        },
    )
    check = rows.check_of(case, CheckKind.IDENTITY)
    assert check.result == "clear"
    assert check.detail == "Passport (Spain): chip read, photograph matches. Renewed in 2025"
    assert check.detail in browser.get(url(case, "identity")).content.decode()


def test_identity_when_incomplete_then_errors_name_the_fields(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(url(case, "identity"), {}).content.decode()
    assert "Is the identity confirmed: This field is required." in text
    assert "Document: This field is required." in text
    assert rows.check_of(case, CheckKind.IDENTITY).state == "requested"


def test_identity_when_auditor_answers_then_refused(
    case: Application, frank: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(frank)
    assert "Keep the answer" not in browser.get(url(case, "identity")).content.decode()
    answer = browser.post(url(case, "identity"), {"result": "clear", "document": "Passport"})
    assert answer.status_code == 403
    assert rows.check_of(case, CheckKind.IDENTITY).state == "requested"


def test_identity_when_answered_already_then_conflict(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.answer_identity(case, alice)
    answer = signed_in(alice).post(url(case, "identity"), {"result": "findings", "document": "Passport"})
    assert answer.status_code in {400, 409}
    assert rows.check_of(case, CheckKind.IDENTITY).result == "clear"


def test_record_when_none_then_clear(case: Application, alice: Actor, signed_in: SignIn) -> None:
    signed_in(alice).post(url(case, "criminal_record-BE"), record("none"))
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD).result == "clear"


def test_record_when_convictions_are_typed_then_kept_by_code_and_date(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(
        url(case, "criminal_record-BE"),
        record("rows", conviction(), conviction(offence_code="1305 00", sanction_suspended="on")),
    )
    kept = list(Conviction.objects.order_by("offence_code"))
    assert [row.offence_code for row in kept] == ["0701 00", "1305 00"]
    assert kept[0].decided_on == date(2022, 3, 1)
    assert kept[1].sanction_suspended
    assert "0701 00" in browser.get(url(case, "criminal_record-BE")).content.decode()


def test_record_when_another_row_is_asked_for_then_entries_stay_and_nothing_is_kept(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    typed = record("rows", conviction(country="", sanction_months="31"), step="add")
    text = signed_in(alice).post(url(case, "criminal_record-BE"), typed).content.decode()
    assert "Conviction 2" in text
    assert 'value="31"' in text
    assert 'value="Central register, Spain"' in text
    assert "This field is required" not in text
    assert not Conviction.objects.exists()


def test_record_when_row_is_removed_then_it_is_not_kept(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    signed_in(alice).post(
        url(case, "criminal_record-BE"), record("rows", conviction(), conviction(country="", DELETE="on"))
    )
    assert Conviction.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (record("rows"), "Enter at least one conviction below"),
        (record("none", conviction()), "Convictions are entered below"),
        (record("rows", conviction(country="")), "Convicted in: This field is required."),
        (record("rows", conviction(decided_on="yesterday")), "Decided on: Enter a valid date."),
        (record("rows", conviction(decided_on="2999-01-01")), "Decided on: 2999-01-01 lies in the future."),
        (record("rows", conviction(offence_code="9999 00")), "Offence (ECRIS): Select a valid choice."),
    ],
    ids=["no row", "row beside none", "no country", "no date", "future", "unknown code"],
)
def test_record_when_a_value_is_wrong_then_told_where_and_nothing_kept(
    case: Application, alice: Actor, signed_in: SignIn, form: dict[str, Any], sentence: str
) -> None:
    text = signed_in(alice).post(url(case, "criminal_record-BE"), form).content.decode()
    assert sentence in text
    assert not Conviction.objects.exists()
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD).state == "requested"


def test_record_when_auditor_reads_then_result_without_details(
    case: Application, alice: Actor, frank: Actor, signed_in: SignIn
) -> None:
    rows.answer_record(case, alice, TRAFFICKING)
    text = signed_in(frank).get(url(case, "criminal_record-BE")).content.decode()
    assert "Something found" in text
    assert "Details are restricted" in text
    for secret in ("0701", "rafficking", "Central register", "2022"):
        assert secret not in text


def test_record_when_entries_may_not_be_used_then_counted_and_not_shown(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    pardoned = ConvictionInput(
        offence_code="0801 00",
        country="FR",
        decided_on=date(2019, 1, 1),
        final_on=date(2019, 2, 1),
        pardoned=True,
    )
    rows.answer_record(case, alice, TRAFFICKING, pardoned)
    text = signed_in(alice).get(url(case, "criminal_record-BE")).content.decode()
    assert "0701 00" in text
    assert "0801 00" not in text
    assert "1 entry may not be used" in text


def test_watchlist_when_worker_is_not_done_then_says_so_and_offers_to_look_again(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).get(url(case, "watchlist")).content.decode()
    assert "The lists are being searched" in text
    assert "Look again" in text


def test_watchlist_when_posted_to_then_404(case: Application, alice: Actor, signed_in: SignIn) -> None:
    assert signed_in(alice).post(url(case, "watchlist"), {"result": "clear"}).status_code == 404


def test_watchlist_when_nobody_resembles_then_says_so(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.answer_watchlist(case)
    assert "No similar entry" in signed_in(alice).get(url(case, "watchlist")).content.decode()


def test_watchlist_when_somebody_resembles_then_card_with_evidence(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    rows.load_list(rows.entity("6900001", "ERIN DOMINGUEZ"))
    rows.answer_watchlist(case)
    text = signed_in(alice).get(url(case, "watchlist")).content.decode()
    for words in ("ERIN DOMINGUEZ", "6900001", "Al-Qaida", "UN Security Council list", "Compare and decide"):
        assert words in text
    assert "21 years apart" in text


def test_record_when_another_state_must_be_asked_then_named_or_told(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    text = browser.post(url(case, "criminal_record-BE"), record("direct")).content.decode()
    assert "Name the State that must be asked directly." in text
    browser.post(url(case, "criminal_record-BE"), record("direct") | {"ask_directly": ["FR"]})
    assert rows.check_of(case, CheckKind.CRIMINAL_RECORD, "FR").state == "requested"
    page = browser.get(url(case, "criminal_record-BE")).content.decode()
    assert "Not re-transmissible" in page
    assert "France" in page


def test_record_when_proceedings_are_typed_then_kept_and_shown(
    case: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    typed = record("rows") | {
        "proceeding-TOTAL_FORMS": "1",
        "proceeding-0-state": "indicted",
        "proceeding-0-offence_code": "0701 00",
        "proceeding-0-country": "ES",
        "proceeding-0-since": "2025-01-01",
    }
    browser.post(url(case, "criminal_record-BE"), typed)
    assert "Indicted" in browser.get(url(case, "criminal_record-BE")).content.decode()


def test_advice_when_answered_then_its_word_for_officers_and_nothing_for_others(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    asked = Check.objects.create(
        application=case,
        kind="authority_advice",
        subject="police",
        requested_at=case.submitted_at,
        due_on=case.due_on,
    )
    browser = signed_in(cast.alice)
    address = url(case, asked.address)
    text = browser.post(address, {"advice": "negative", "reference": "he is a thief"}).content.decode()
    assert "never a text" in text
    browser.post(address, {"advice": "high_risk", "reference": "P-77"})
    assert "High risk" in browser.get(address).content.decode()
    outsider = signed_in(cast.frank).get(address).content.decode()
    assert "High risk" not in outsider
    assert "P-77" not in outsider
    assert "Restricted" in outsider
    on_case = signed_in(cast.frank).get(reverse("case-detail", args=[case.ref])).content.decode()
    assert "High risk" not in on_case


def test_plain_when_answered_then_kept(case: Application, alice: Actor, signed_in: SignIn) -> None:
    asked = Check.objects.create(
        application=case, kind="right_to_work", requested_at=case.submitted_at, due_on=case.due_on
    )
    browser = signed_in(alice)
    said = {"result": "clear", "detail": "Permit seen", "valid_until": "2020-01-01"}
    assert "is past" in browser.post(url(case, "right_to_work"), said).content.decode()
    browser.post(url(case, "right_to_work"), said | {"valid_until": "2099-01-01"})
    asked.refresh_from_db()
    assert (asked.result, str(asked.valid_until)) == ("clear", "2099-01-01")
