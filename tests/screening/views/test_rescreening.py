"""Pages of rescreening: the runs, one run while it goes on, and starting and cancelling."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, Port
from screening.enums import ScreeningPurpose
from screening.models import Person, Post, ScreeningRun
from screening.services import rescreening
from tests.people import MAKER, Cast, SignIn
from tests.screening import rows, screened

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = reverse("rescreening-list")
START = reverse("rescreening-new")


@pytest.fixture
def people(port: Port, crane: Post, quayside: Organisation) -> list[Person]:
    rows.load_list()
    return screened.make_people(port, 2, quayside)


@pytest.fixture
def going_on(port: Port, people: list[Person], now: datetime) -> ScreeningRun:
    run = rescreening.open_run(port, ScreeningPurpose.EVERYONE, actor=MAKER, at=now - timedelta(minutes=1))
    assert run is not None
    screened.select(run, at=now)
    run.refresh_from_db()
    return run


def url(run: ScreeningRun, page: str = "detail") -> str:
    return reverse(f"rescreening-{page}", args=[run.ref])


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_list_when_opened_by_whoever_may_start_then_runs_and_the_form(
    going_on: ScreeningRun, cast: Cast, signed_in: SignIn
) -> None:
    text = words(signed_in(cast.paul).get(LIST))
    for said in (going_on.ref, "0 of 2", "Running", "Whoever is due by the policy of their clearance"):
        assert said in text
    assert START not in words(signed_in(cast.alice).get(LIST)), "Alice looks only"


def test_start_when_due_then_a_run_begins_and_its_page_opens(
    port: Port, people: list[Person], cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.bob).post(START, {"purpose": "due", "port": port.locode})
    run = ScreeningRun.objects.get()
    assert answer.headers["Location"] == url(run)
    assert (run.purpose, run.asked_by) == ("due", cast.bob.reference)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"purpose": "due"}, "Choose whom to screen, and the port."),
        ({"purpose": "application", "port": "XXPEX"}, "Choose whom to screen, and the port."),
        ({"purpose": "due", "port": "XXOTH"}, "Choose whom to screen, and the port."),
    ],
)
def test_start_when_the_form_is_wrong_then_said_and_nothing_begins(
    people: list[Person], other_port: Port, cast: Cast, signed_in: SignIn, form: dict[str, str], said: str
) -> None:
    text = words(signed_in(cast.paul).post(START, form, follow=True))
    assert said in text
    assert not ScreeningRun.objects.exists()


def test_start_when_nobody_needs_it_then_said(
    port: Port, people: list[Person], cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    screened.everyone(port, at=now)
    answer = signed_in(cast.paul).post(START, {"purpose": "due", "port": port.locode}, follow=True)
    assert "Nobody needs to be screened for this reason now." in words(answer)


def test_start_when_no_list_is_loaded_then_said(port: Port, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.paul).post(START, {"purpose": "everyone", "port": port.locode})
    assert answer.status_code == 503
    assert "No watchlist is loaded" in answer.content.decode()


def test_run_when_it_goes_on_then_bar_rate_and_it_asks_again_also_without_script(
    going_on: ScreeningRun, cast: Cast, signed_in: SignIn
) -> None:
    ScreeningRun.objects.filter(pk=going_on.pk).update(done=1)
    text = words(signed_in(cast.paul).get(url(going_on)))
    assert "1 of 2 people screened" in text
    assert "a minute, done about" in text
    assert f'hx-get="{url(going_on, "progress")}"' in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert "Cancel the run" in text
    assert "Cancel the run" not in words(signed_in(cast.alice).get(url(going_on)))


def test_progress_when_the_run_has_ended_then_the_page_is_drawn_anew(
    port: Port, people: list[Person], cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    run = screened.everyone(port, at=now)
    answer = signed_in(cast.alice).get(url(run, "progress"))
    assert answer.headers["HX-Refresh"] == "true"
    assert "2 people screened" in words(answer)
    assert "hx-get" not in answer.content.decode()


def test_cancel_when_posted_then_cancelled_and_said(
    going_on: ScreeningRun, cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.paul).post(url(going_on, "cancel"), follow=True)
    text = words(answer)
    assert "what was found stays" in text
    assert "after 0 of 2 people" in text
    assert signed_in(cast.paul).post(url(going_on, "cancel")).status_code == 409


def test_run_when_somebody_could_not_be_screened_then_officers_see_who_and_others_how_many(
    going_on: ScreeningRun, people: list[Person], cast: Cast, signed_in: SignIn
) -> None:
    going_on.tasks.filter(person=people[0]).update(state="failed", error="ValueError: broken")
    ScreeningRun.objects.filter(pk=going_on.pk).update(failed=1)
    text = words(signed_in(cast.alice).get(url(going_on)))
    assert people[0].full_name in text
    assert "ValueError: broken" in text
    text = words(signed_in(cast.paul).get(url(going_on)))
    assert people[0].full_name not in text
    assert "1 people could not be screened" in text


def test_run_when_it_is_of_another_port_then_404(
    going_on: ScreeningRun, other_cast: Cast, signed_in: SignIn
) -> None:
    for page in ("detail", "progress"):
        assert signed_in(other_cast.paul).get(url(going_on, page)).status_code == 404
    assert signed_in(other_cast.paul).post(url(going_on, "cancel")).status_code == 404


def test_person_page_when_screened_then_log_hits_and_screen_now(
    port: Port, people: list[Person], cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    screened.list_person(people[0])
    screened.everyone(port, at=now)
    page = reverse("person-detail", args=[people[0].ref])
    text = words(signed_in(cast.alice).get(page))
    for said in (
        "Screening log",
        "Everybody, on demand, 1 alert",
        "UN 2",
        "waits for an officer",
        "Screen now",
    ):
        assert said in text
    assert "Screen now" not in words(signed_in(cast.frank).get(page))
    assert "Screening log" not in words(signed_in(cast.carol).get(page)), "the badge office sees no hits"


def test_screen_now_when_posted_then_a_run_for_this_person(
    people: list[Person], cast: Cast, signed_in: SignIn
) -> None:
    address = reverse("person-screen", args=[people[1].ref])
    text = words(signed_in(cast.alice).post(address, {"cause": "employer_report"}, follow=True))
    run = ScreeningRun.objects.get()
    assert f"is being screened, run {run.ref}" in text
    assert (run.purpose, run.cause) == ("trigger", "The employer reported something")
    assert "Choose why" in words(signed_in(cast.alice).post(address, {}, follow=True))
