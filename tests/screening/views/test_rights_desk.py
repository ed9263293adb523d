"""The rights desk, and the pages of retention, letters and secret grounds, as their users go through them."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta

import pytest
from pypdf import PdfReader

from ledger.models import Entry
from screening.enums import RightKind
from screening.letters.words import LetterKind
from screening.models import Application, Erasure, LegalHold, RightsRequest
from screening.retention.policy import default_policy
from screening.services import erasure, rights
from tests import custody
from tests.people import Cast, SignIn
from tests.screening import closed

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_request_when_entered_and_answered_by_two_then_the_file_is_saved(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    person = case.person
    browser = signed_in(cast.alice)
    page = browser.post(
        f"/people/{person.ref}/rights/new/",
        {"kind": "access", "text": "What do you hold?", "application": "", "field": ""},
        follow=True,
    )
    asked = RightsRequest.objects.get()
    assert asked.ref in page.content.decode()
    browser.post(f"/rights/{asked.ref}/identify/", {"proof": "in_person"})
    browser.post(f"/rights/{asked.ref}/propose/", {"grants": "yes", "answer": "Here it is."})
    assert browser.post(f"/rights/{asked.ref}/file.json").status_code == 409
    signed_in(cast.bob).post(f"/rights/{asked.ref}/confirm/")
    browser = signed_in(cast.alice)
    given = browser.post(f"/rights/{asked.ref}/file.json")
    assert given["Content-Disposition"] == f'attachment; filename="own-file-{asked.ref}.json"'
    assert "no-store" in given["Cache-Control"]
    assert json.loads(given.content)["reference"] == person.ref
    readable = browser.post(f"/rights/{asked.ref}/file.html").content.decode()
    assert "Domínguez" in readable
    assert Entry.objects.filter(kind="screening.rights.file_given").count() == 2


def test_correction_when_the_value_is_wrong_then_the_field_says_so(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.alice).post(
        f"/people/{case.person.ref}/rights/new/",
        {"kind": "correction", "text": "Wrong.", "field": "birth_date", "new_value": "tomorrow"},
    )
    assert answer.status_code == 200
    assert "1990-01-31" in answer.content.decode()
    assert not RightsRequest.objects.exists()


def test_list_when_opened_then_the_next_to_answer_is_first(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    for days in (1, 20):
        rights.receive(
            case.person, RightKind.ACCESS, text="Please.", **cast.alice.acts(now - timedelta(days=days))
        )
    text = signed_in(cast.frank).get("/rights/").content.decode()
    first, second = RightsRequest.objects.order_by("due_on")
    assert text.index(first.ref) < text.index(second.ref)


def test_list_when_empty_then_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    assert "Nobody waits for an answer" in signed_in(cast.alice).get("/rights/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_when_it_grows_then_asks_no_more_queries(
    case: Application,
    cast: Cast,
    now: datetime,
    signed_in: SignIn,
    count: int,
    django_assert_max_num_queries: object,
) -> None:
    for _ in range(count):
        rights.receive(case.person, RightKind.ACCESS, text="Please.", **cast.alice.acts(now))
    browser = signed_in(cast.alice)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        browser.get("/rights/")


def test_letter_when_saved_then_a_reason_is_asked_and_kept(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    made = closed.cleared(case, cast, now).letters.get(kind=LetterKind.DECISION.value)
    browser = signed_in(cast.alice)
    assert made.digest[:16] in browser.get(f"/letters/{made.number}/").content.decode()
    assert browser.post(f"/letters/{made.number}.pdf", {"reason": ""}).status_code in {302, 400}
    given = browser.post(f"/letters/{made.number}.pdf", {"reason": "The person asks."})
    assert given.content == bytes(made.pdf)
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment")
    assert "no-store" in given["Cache-Control"]
    assert Entry.objects.get(kind="screening.letter.read").body["reason"] == "The person asks."


def test_certificate_when_saved_then_names_nobody(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    closed.withdrawn(case, cast.alice, days_ago=800)
    made = erasure.erase_due(case, policy=default_policy(), actor="system:retention", at=now)
    assert made is not None
    browser = signed_in(cast.frank)
    page = browser.get(f"/retention/{made.ref}/").content.decode()
    assert "3 months after the decision is final" in page
    given = browser.post(f"/retention/{made.ref}.pdf", {"language": "fr"})
    text = PdfReader(io.BytesIO(given.content)).pages[0].extract_text()
    assert "Certificat d'effacement" in text.replace("\u2019", "'")
    assert "Domínguez" not in text + page


def test_overview_when_opened_then_shows_what_goes_and_what_went(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    empty = signed_in(cast.frank).get("/retention/").content.decode()
    assert "Nothing is due" in empty
    assert "Nothing was erased yet" in empty
    closed.withdrawn(case, cast.alice, days_ago=75)
    text = signed_in(cast.frank).get("/retention/").content.decode()
    assert case.ref in text
    assert "Answers of criminal records (S3)" in text
    assert "Domínguez" not in text


def test_early_erasure_when_two_agree_in_the_browser_then_the_certificate_is_shown(
    case: Application, cast: Cast, signed_in: SignIn
) -> None:
    closed.withdrawn(case, cast.alice)
    signed_in(cast.alice).post(f"/cases/{case.ref}/erase/", {"ground": "Entered by mistake."})
    assert not Erasure.objects.exists()
    bob = signed_in(cast.bob)
    assert "Entered by mistake." in bob.get(f"/cases/{case.ref}/erase/answer/").content.decode()
    page = bob.post(f"/cases/{case.ref}/erase/answer/", {"step": "confirm"}, follow=True)
    assert Erasure.objects.get().ref in page.content.decode()
    assert "was erased" in bob.get(f"/cases/{case.ref}/").content.decode()


def test_hold_when_entered_and_lifted_in_the_browser_then_two_hands_are_asked(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    day = (now + timedelta(days=30)).date().isoformat()
    signed_in(cast.alice).post(f"/cases/{case.ref}/hold/new/", {"reason": "Court.", "review_on": day})
    kept = LegalHold.objects.get()
    alice = signed_in(cast.alice)
    alice.post(f"/cases/{case.ref}/hold/", {"reason": "Over."})
    alice.post(f"/cases/{case.ref}/hold/", {"step": "lift"})
    kept.refresh_from_db()
    assert kept.is_standing
    signed_in(cast.bob).post(f"/cases/{case.ref}/hold/", {"step": "lift"})
    kept.refresh_from_db()
    assert not kept.is_standing


def test_secret_ground_when_noted_then_others_see_the_essence_only(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    bob = signed_in(cast.bob)
    given = {
        "authority": "Security Service of Example",
        "reference": "SSE-4711",
        "held_at": "Room 2",
        "legal_ground": "Security Services Act, section 12",
        "essence": custody.ESSENCE,
    }
    page = bob.post(f"/cases/{case.ref}/secret-grounds/", given, follow=True).content.decode()
    assert "SSE-4711" in page
    for actor in (cast.alice, cast.frank):
        text = signed_in(actor).get(f"/cases/{case.ref}/").content.decode()
        assert custody.ESSENCE in text
        assert "SSE-4711" not in text
        assert signed_in(actor).get(f"/cases/{case.ref}/secret-grounds/").status_code == 404


def test_decisions_about_people_when_the_sign_in_is_old_then_ask_for_a_fresh_one(
    case: Application, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    closed.withdrawn(case, cast.alice)
    made = erasure.order(case, ground="Entered by mistake.", **cast.alice.acts(now))
    stale = signed_in(cast.bob, fresh=False)
    answer = stale.post(f"/cases/{case.ref}/erase/answer/", {"step": "confirm"})
    assert "reauthenticate" in answer["Location"]
    made.refresh_from_db()
    assert made.state == "proposed"
