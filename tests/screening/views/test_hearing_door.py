"""The person's page: two keys, the facts, the answer, more time, and after a refusal the two doors."""

from __future__ import annotations

import html
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from screening.models import Application, Hearing, Observation, Remedy
from screening.selectors.hearing import digest_of
from screening.services import hearing
from tests.people import Cast
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]

BORN = "1991-05-10"


@pytest.fixture
def assessed(case: Application, cast: Cast) -> Application:
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    return case


@pytest.fixture
def served(assessed: Application, cast: Cast, now: datetime) -> hearing.Served:
    opened = rows.noticed(assessed, cast, at=now)
    return hearing.serve(opened, **cast.alice.acts(now))


def unlocked(served: hearing.Served) -> Client:
    browser = Client()
    browser.post(served.path, {"act": "key", "birth_date": BORN})
    return browser


def test_door_when_opened_without_the_second_key_then_tells_nothing_of_anybody(
    served: hearing.Served, assessed: Application
) -> None:
    page = Client().get(served.path)
    text = page.content.decode()
    for told in (assessed.ref, assessed.person.family_name, assessed.post.name):
        assert told not in text
    assert "no-store" in page["Cache-Control"]
    assert page.status_code == 200


def test_door_when_the_token_is_unknown_then_404(served: hearing.Served) -> None:
    assert Client().get(reverse("hearing-door", args=["not-a-token"])).status_code == 404


def test_door_when_the_date_is_wrong_then_still_closed_and_after_five_shut(served: hearing.Served) -> None:
    browser = Client()
    for _ in range(5):
        text = browser.post(served.path, {"act": "key", "birth_date": "1980-01-01"}).content.decode()
    assert "Too many wrong dates" in text
    browser.post(served.path, {"act": "key", "birth_date": BORN})
    assert "Is it you?" in browser.get(served.path).content.decode()


def test_page_when_unlocked_then_the_facts_the_day_and_the_answer_form(
    served: hearing.Served, assessed: Application
) -> None:
    page = unlocked(served).get(served.path)
    text = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert assessed.ref in text
    assert f"{served.hearing.due_on:%Y}" in text
    assert "It weighs too much" not in text, "the officers' own reason is not the person's"


@pytest.mark.parametrize("act", ["answer", "time", "appeal"])
def test_act_when_without_the_second_key_then_nothing_is_kept(served: hearing.Served, act: str) -> None:
    Client().post(served.path, {"act": act, "text": "x", "wish": "x", "grounds": "x"})
    assert not Observation.objects.exists()
    assert not Remedy.objects.exists()
    assert Hearing.objects.get().extension_asked_at is None


def test_answer_when_sent_then_on_file_and_closed_only_when_complete(
    served: hearing.Served, assessed: Application
) -> None:
    browser = unlocked(served)
    browser.post(served.path, {"act": "answer", "text": "I was eighteen."})
    assert Observation.objects.get().by == "person"
    assert Hearing.objects.get().state == "open"
    text = browser.post(
        served.path, {"act": "answer", "text": "That is all.", "is_complete": "on"}, follow=True
    ).content.decode()
    assert "Your part is done" in text
    assessed.refresh_from_db()
    assert assessed.state == "in_review"


def test_time_when_asked_then_the_officer_sees_it_and_gives_it(
    served: hearing.Served, assessed: Application, cast: Cast, signed_in: object
) -> None:
    browser = unlocked(served)
    browser.post(served.path, {"act": "time", "wish": "The court is slow."})
    room = reverse("hearing-room", args=[assessed.ref, served.hearing.pk])
    officer = signed_in(cast.bob)  # type: ignore[operator]
    assert "The court is slow." in officer.get(room).content.decode()
    until = served.hearing.due_on + timedelta(days=10)
    officer.post(room, {"act": "extend", "until": until.isoformat(), "reason": "The court is slow."})
    assert Hearing.objects.get().ends_on == until
    assert "you have it until" in browser.get(served.path).content.decode()


def test_doors_when_refused_then_the_appeal_is_lodged_through_the_same_link(
    assessed: Application, cast: Cast, now: datetime
) -> None:
    rows.refused(assessed, cast, at=now)
    link = hearing_link(assessed)
    browser = Client()
    browser.post(link, {"act": "key", "birth_date": BORN})
    assert "Appeal: this is wrong" in browser.get(link).content.decode()
    browser.post(link, {"act": "appeal", "grounds": "It was my brother.", "evidence": []})
    assert Remedy.objects.get().lodged_by == "person"
    assert "It was my brother." in browser.get(link).content.decode()


def test_page_in_dutch_when_there_is_a_finding_then_says_it_in_dutch(
    case: Application, cast: Cast, now: datetime
) -> None:
    rows.reviewed(case, cast.alice, rows.TRAFFICKING)
    rows.triage_all(case, cast.alice, at=now)
    rows.assessed(case, cast.alice)
    browser = unlocked(told := hearing.serve(rows.noticed(case, cast, at=now), **cast.alice.acts(now)))
    text = browser.get(told.path, {"lang": "nl"}).content.decode()
    assert "Het strafregister vermeldt" in text
    assert "The record shows" not in text
    assert '<span lang="en">' in text, "the name of the offence"


@pytest.mark.parametrize(
    ("language", "asks", "tells"),
    [
        ("nl", "Bent u het?", "Wij zijn van plan uw toelating te weigeren"),
        ("fr", "Est-ce bien vous ?", "Nous avons l'intention de refuser votre habilitation"),
        ("de", "Sind Sie es?", "Wir beabsichtigen, Ihre Freigabe abzulehnen"),
        ("es", "¿Es usted?", "Tenemos la intención de denegar su habilitación"),
    ],
)
def test_page_when_a_language_is_chosen_then_speaks_it_until_another_is(
    served: hearing.Served, language: str, asks: str, tells: str
) -> None:
    browser = Client()
    first = browser.get(served.path, {"lang": language}).content.decode()
    assert asks in first
    assert f'<html lang="{language}"' in first
    browser.post(served.path, {"act": "key", "birth_date": BORN})
    assert tells in html.unescape(browser.get(served.path).content.decode())
    assert "We intend to refuse" in browser.get(served.path, {"lang": "en"}).content.decode()


def hearing_link(case: Application) -> str:
    """A link whose token is known to the test: the hearing is closed, so nobody can make a new one."""
    Hearing.objects.filter(application=case).update(token_hash=digest_of("known-token"))
    return reverse("hearing-door", args=["known-token"])
