"""`manage.py rescreen`: makes the jobs, waits while workers do them, and says what came of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Port
from ledger.services import job
from portsec.kernel import clock
from screening.models import Person, ScreeningRun
from tests.screening import rows, screened

pytestmark = pytest.mark.db


@pytest.fixture
def people(port: Port) -> list[Person]:
    rows.make_post(port)
    rows.load_list()
    return screened.make_people(port, 3)


@pytest.fixture
def worker() -> Iterator[None]:
    """Somebody who does what is due, as a worker would."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            for waiting in job.due(at=clock.now()):
                job.run(waiting.pk, at=clock.now())
            over.wait(0.1)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def rescreen(*arguments: str) -> str:
    out = StringIO()
    call_command("rescreen", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_rescreen_when_told_not_to_wait_then_jobs_are_made(people: list[Person]) -> None:
    said = rescreen("--all", "--no-wait")
    run = ScreeningRun.objects.get()
    assert said == f"Port of Example: run {run.ref}, everybody, on demand.\n"
    assert (run.state, run.asked_by) == ("running", "system:rescreen")


@pytest.mark.django_db(transaction=True)
def test_rescreen_when_a_worker_is_there_then_waits_and_tells(people: list[Person], worker: None) -> None:
    screened.list_person(people[0])
    assert rescreen("--due").endswith("3 people screened, 1 alerts, 1 new hits.\n")
    assert rescreen("--due") == "Nobody needs to be screened.\n"
    assert rescreen("--list-delta", "--source", "un").endswith("1 people screened, 1 alerts, 0 new hits.\n")


@pytest.mark.django_db
def test_rescreen_when_no_list_is_loaded_then_fails_and_says_so(port: Port) -> None:
    with pytest.raises(CommandError, match="nobody was screened: No watchlist is loaded"):
        rescreen("--all")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "one of the arguments --due --all --list-delta is required"),
        (("--due", "--all"), "not allowed with argument"),
        (("--due", "--source", "un"), "--source goes with --list-delta only"),
        (("--list-delta", "--source", "red"), "there is no such list"),
    ],
)
def test_rescreen_when_asked_wrongly_then_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        rescreen(*arguments)


@pytest.mark.django_db(transaction=True)
def test_rescreen_when_an_officer_cancels_meanwhile_then_fails_and_says_so(people: list[Person]) -> None:
    def cancel() -> None:
        while not ScreeningRun.objects.update(state="cancelled", finished_at=clock.now()):
            time.sleep(0.05)
        connection.close()

    officer = threading.Thread(target=cancel)
    officer.start()
    with pytest.raises(CommandError, match="was cancelled after 0 of 0 people"):
        rescreen("--all")
    officer.join()
