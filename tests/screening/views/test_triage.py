"""Four questions about an adverse item, and the notice of a convicting State."""

from __future__ import annotations

import pytest
from django.urls import reverse

from screening.models import Application, Conviction, Triage
from tests.people import Actor, Cast, SignIn
from tests.screening import rows
from tests.screening.rows import TRAFFICKING

pytestmark = [pytest.mark.db, pytest.mark.django_db]

YES = {"same_person": "yes", "is_final": "yes", "relevant": "yes", "in_window": "yes", "reason": ""}


@pytest.fixture
def convicted(case: Application, alice: Actor) -> Application:
    return rows.reviewed(case, alice, TRAFFICKING)


def url(case: Application) -> str:
    return reverse("triage-item", args=[case.ref, f"conviction-{Conviction.objects.get().pk}"])


def test_item_when_opened_then_the_rules_stand_beside_each_question_and_nothing_is_ticked(
    convicted: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    case_page = browser.get(reverse("case-detail", args=[convicted.ref])).content.decode()
    assert "To triage" in case_page
    assert url(convicted) in case_page
    text = browser.get(url(convicted)).content.decode()
    assert "The rules suggest: yes. It counts until" in text
    assert "Final since 1 April 2022." in text
    assert "checked" not in text.split("Four questions", 1)[1].split("</form>", 1)[0]


def test_item_when_answered_then_outcome_on_the_case(
    convicted: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(url(convicted), YES)
    assert Triage.objects.get().outcome == "confirmed"
    text = browser.get(reverse("case-detail", args=[convicted.ref])).content.decode()
    assert "To triage" not in text
    assert "answered by Alice" in text


def test_item_when_it_differs_without_reason_then_told_so(
    convicted: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(url(convicted), YES | {"same_person": "no"}).content.decode()
    assert "say why" in text
    assert not Triage.objects.exists()


def test_item_when_a_question_is_left_then_named(
    convicted: Application, alice: Actor, signed_in: SignIn
) -> None:
    text = signed_in(alice).post(url(convicted), {}).content.decode()
    assert text.count("This field is required.") >= 4


def test_item_when_opened_by_others_then_read_or_absent(
    convicted: Application, cast: Cast, other_cast: Cast, signed_in: SignIn
) -> None:
    assert "You do not answer these questions" in signed_in(cast.bob).get(url(convicted)).content.decode()
    assert signed_in(cast.bob).post(url(convicted), YES).status_code == 403
    for actor in (cast.frank, cast.carol, cast.emma, other_cast.alice):
        assert signed_in(actor).get(url(convicted)).status_code == 404
    frank_sees = signed_in(cast.frank).get(reverse("case-detail", args=[convicted.ref])).content.decode()
    assert "Adverse items" not in frank_sees
    assert not Triage.objects.exists()


def test_notice_when_the_state_changes_or_deletes_then_followed(
    convicted: Application, alice: Actor, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    found = Conviction.objects.get()
    address = reverse("conviction-notice", args=[convicted.ref, found.pk])
    assert "0701 00" in browser.get(address).content.decode()
    form = {
        "act": "change",
        "notice": "ES-2026/88",
        "offence_code": "0701 00",
        "country": "ES",
        "decided_on": "2022-03-01",
        "final_on": "2022-04-01",
        "sanction_code": "1001",
        "sanction_months": "12",
        "completion": "C",
        "participation": "M",
    }
    text = browser.post(address, form | {"released_on": "2020-01-01"}).content.decode()
    assert "before the conviction" in text
    browser.post(address, form)
    found.refresh_from_db()
    assert found.sanction_months == 12
    assert "spaces" in browser.post(address, {"act": "delete", "notice": "by phone"}).content.decode()
    browser.post(address, {"act": "delete", "notice": "ES-2026/89"})
    assert not Conviction.objects.exists()
    assert browser.get(address).status_code == 404
