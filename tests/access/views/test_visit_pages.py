"""A host's, a guard's and an officer's pages of visits."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.enums import VisitState
from access.models import Visit
from access.visiting.standing import NEUTRAL
from tests import visits
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def hugo(made: Scenario, signed_in: SignIn) -> Client:
    return signed_in(made.cast.hugo)


@pytest.fixture
def gita(made: Scenario) -> Client:
    return SignIn(Client())(made.cast.gita)


def asked(made: Scenario, **more: str) -> dict[str, object]:
    """What Hugo types for one visitor."""
    return {
        "port": made.port.pk,
        "family_name": "Ngo",
        "given_names": "Linh",
        "birth_date": "1990-02-01",
        "purpose": "Repairs the reefer racks.",
        "first_day": timezone.localdate().isoformat(),
        "areas": [str(made.area.pk)],
        "escort": made.erin.ref,
        **more,
    }


def text_of(browser: Client, name: str, *args: str, **query: str) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_host_when_announcing_then_the_visit_stands_in_list_and_calendar(
    made: Scenario, hugo: Client
) -> None:
    answer = hugo.post(reverse("visit-new"), asked(made))
    assert answer.status_code == 302
    visit = Visit.objects.latest("pk")
    assert visit.last_day == visit.first_day
    page = text_of(hugo, "visit-mine")
    assert page.count("Linh Ngo") >= 2  # in the list and on its day


def test_host_when_the_person_is_cleared_then_told_to_ask_and_nothing_is_lost(
    made: Scenario, hugo: Client
) -> None:
    answer = hugo.post(
        reverse("visit-new"),
        asked(made, family_name="Vermeer", given_names="Erin", birth_date="1990-01-02", escort=""),
    )
    page = answer.content.decode()
    assert NEUTRAL.sentence in page
    assert "cleared" not in page
    assert 'value="Vermeer"' in page


def test_host_when_a_group_has_bad_rows_then_they_stay_in_the_form(made: Scenario, hugo: Client) -> None:
    rows = "Surname,First name,Born\nNgo,Linh,1.2.1990\nWest,Bo,tomorrow\nVermeer,Erin,2.1.1990"
    given = {key: value for key, value in asked(made).items() if key not in {"family_name", "given_names"}}
    answer = hugo.post(reverse("visit-group"), given | {"people": rows})
    form = answer.context["form"]
    assert form["people"].value() == "Surname,First name,Born\nWest,Bo,tomorrow\nVermeer,Erin,2.1.1990"
    page = answer.content.decode()
    assert "31.12.1990 or 1990-12-31" in page
    assert NEUTRAL.sentence in page
    assert "1 of 3 announced" in page


def test_host_when_announcing_again_then_the_form_is_filled_in(made: Scenario, hugo: Client) -> None:
    page = text_of(hugo, "visit-new", like=made.expected.ref)
    assert 'value="Peeters"' in page
    assert 'value="1984-04-02"' in page
    assert "Repairs the reefer racks." in page


def test_host_when_opening_another_hosts_visit_then_not_found(made: Scenario, hugo: Client) -> None:
    other = SignIn(Client())(made.cast.emma)
    assert other.get(reverse("visit-detail", args=[made.expected.ref])).status_code == 404


def test_host_when_the_guard_lets_the_visitor_in_then_told(
    made: Scenario, hugo: Client, now: datetime
) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    page = text_of(hugo, "notice-list")
    assert "let in" in page
    assert made.expected.ref in page


def test_guard_when_the_visitor_stands_there_then_let_in_with_card_and_out_again(
    made: Scenario, gita: Client
) -> None:
    expected = made.expected
    assert "Anna Peeters" in text_of(gita, "visit-list")
    page = text_of(gita, "visit-arrive", expected.ref)
    assert "Not in order" not in page
    arrive = reverse("visit-arrive", args=[expected.ref])
    assert "Compare name" in gita.post(arrive, {"paper": "passport"}).content.decode()
    answer = gita.post(arrive, {"paper": "passport", "agrees": "on"}, follow=True)
    assert "is let in with card" in answer.content.decode()
    leave = reverse("visit-step", args=[expected.ref, "leave"])
    answer = gita.post(leave, {"card": "back"}, follow=True)
    assert "is signed out" in answer.content.decode()
    expected.refresh_from_db()
    assert expected.state_word is VisitState.LEFT
    assert "Anna Peeters" in text_of(gita, "visit-list", view="left")


def test_guard_when_something_is_wrong_then_the_list_says_it_in_red(made: Scenario, gita: Client) -> None:
    type(made.area).objects.filter(pk=made.area.pk).update(isps_level=3)
    page = text_of(gita, "visit-arrive", made.expected.ref)
    assert "Not in order" in page
    assert "Visits are suspended at this security level" in page


def test_guard_when_somebody_stays_on_then_they_stand_on_top(
    made: Scenario, gita: Client, now: datetime
) -> None:
    visits.let_in(made.expected, made.cast, at=now)
    Visit.objects.filter(pk=made.expected.pk).update(arrived_at=now - timedelta(hours=13))
    page = text_of(gita, "visit-list")
    assert "Should have left" in page
    assert "more than 12 hours" in page


def test_officer_when_an_announcement_was_refused_then_reads_why_and_the_guard_does_not(
    made: Scenario, hugo: Client, gita: Client
) -> None:
    hugo.post(
        reverse("visit-new"),
        asked(made, family_name="Vermeer", given_names="Erin", birth_date="1990-01-02", escort=""),
    )
    sven = SignIn(Client())(made.cast.sven)
    assert "comes with a badge" in text_of(sven, "visit-list")
    assert "comes with a badge" not in text_of(gita, "visit-list")


def test_step_when_the_state_does_not_allow_it_then_said_and_unknown_ones_absent(
    made: Scenario, gita: Client
) -> None:
    assert "Not possible now" in text_of(gita, "visit-step", made.expected.ref, "leave")
    assert gita.get(reverse("visit-step", args=[made.expected.ref, "explode"])).status_code == 404


@pytest.mark.parametrize("name", ["visit-list", "visit-mine"])
def test_list_when_longer_then_no_more_queries(
    made: Scenario, gita: Client, hugo: Client, now: datetime, name: str
) -> None:
    browser = hugo if name == "visit-mine" else gita
    browser.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(name))
    for letter in "abc":
        visits.announced(made.area, made.erin, made.cast, at=now, who=visits.guest(f"Guest{letter}"))
    with CaptureQueriesContext(connection) as four:
        browser.get(reverse(name))
    assert len(four) == len(one)


def test_crews_when_a_ship_has_left_then_only_an_officer_says_so(made: Scenario, gita: Client) -> None:
    sven = SignIn(Client())(made.cast.sven)
    assert gita.post(reverse("visit-crew-departed")).status_code == 404
    assert sven.post(reverse("visit-crew-departed"), {"port": "ZZZZZ", "call": "x"}).status_code == 404
    assert sven.get(reverse("visit-crew")).status_code == 200


def test_muster_when_ticked_on_screen_then_stored_and_shown(made: Scenario, gita: Client) -> None:
    ref = made.erin.ref
    gita.post(reverse("muster-roll-call"), {"step": "start"})
    page = text_of(gita, "muster")
    assert f'value="{ref}"' in page
    answer = gita.post(reverse("muster-seen"), {"seen": ref, "order": "name"})
    assert answer.url.endswith(f"order=name#{ref}")
    assert "Take back" in text_of(gita, "muster", order="name")
    gita.post(reverse("muster-roll-call"), {"step": "end"})
    assert "Start a roll call" in text_of(gita, "muster")


def test_muster_when_taken_as_a_file_then_on_record_and_only_with_the_right(
    made: Scenario, gita: Client
) -> None:
    sven = SignIn(Client())(made.cast.sven)
    assert gita.get(reverse("muster"), {"format": "csv"}).status_code == 404
    answer = sven.get(reverse("muster"), {"format": "csv"})
    assert b"Vermeer,Erin,Quayside Terminals,Terminal A" in answer.content
