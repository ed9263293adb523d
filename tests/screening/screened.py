"""Cleared people, lists that resemble some of them, and runs worked off as a worker would."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Organisation, Port
from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job
from screening.enums import ClearanceLevel, ScreeningPurpose
from screening.models import Clearance, Hit, Person, ScreeningRun
from screening.selectors.screening_run import CHUNK_JOB, SELECTION_JOB
from screening.services import person, rescreening
from tests.moment import port_now
from tests.people import MAKER
from tests.screening import rows

ALIKE: dict[str, Any] = {"sex": "", "births": (), "nationalities": ()}
GIVEN = ("Anna", "Boris", "Carla", "Dirk", "Elena", "Frank", "Greta", "Hugo", "Ines", "Jonas")
FAMILY = ("Abelman", "Brockhuis", "Cordeiro", "Delvaux", "Eriksen", "Fontane", "Gruber", "Hellström")


def make_people(port: Port, count: int, organisation: Organisation | None = None) -> list[Person]:
    """Cleared people with names of their own."""
    made = []
    for number in range(count):
        name = f"{FAMILY[number % len(FAMILY)]}{'aeiou'[number // 80 % 5]}"
        given = GIVEN[number // len(FAMILY) % len(GIVEN)]
        who = rows.make_person(port, organisation, name, given_names=given, sex="", nationality="")
        rows.cleared(who)
        made.append(who)
    return made


def make_many(port: Port, count: int) -> list[Person]:
    """The same for hundreds, written at once."""
    now = port_now()
    people = Person.objects.bulk_create(
        Person(
            port=port,
            family_name=f"{FAMILY[number % len(FAMILY)]}{chr(97 + number // 80 % 26)}{chr(97 + number % 26)}",
            given_names=GIVEN[number // len(FAMILY) % len(GIVEN)],
            created_at=now,
        )
        for number in range(count)
    )
    Clearance.objects.bulk_create(
        Clearance(
            person=who,
            port=port,
            level=ClearanceLevel.STANDARD.value,
            valid_from=now.date() - timedelta(days=1),
            valid_until=now.date() + timedelta(days=365),
            state_since=now,
        )
        for who in people
    )
    return people


def list_person(who: Person, uid: str = "7", **more: Any) -> None:
    """A list in force with an entry that bears this person's name."""
    rows.load_list(rows.entity(uid, who.full_name, **ALIKE | more))


def run_jobs(run: ScreeningRun, *, at: datetime) -> ScreeningRun:
    """Work off a run's jobs until none is left that may be done now."""
    for kind in (SELECTION_JOB, CHUNK_JOB):
        _run(kind, run, at)
    run.refresh_from_db()
    return run


def select(run: ScreeningRun, *, at: datetime) -> None:
    """Let the people be selected, and nothing more."""
    _run(SELECTION_JOB, run, at)


def _run(kind: str, run: ScreeningRun, at: datetime) -> None:
    waiting = Job.objects.filter(kind=kind, subject=run.reference, state=JobState.WAITING.value)
    for pk in list(waiting.values_list("pk", flat=True)):
        done = job.run(pk, at=at)
        assert done is None or done.state == JobState.DONE, done.error


def screened(port: Port, purpose: ScreeningPurpose, *, at: datetime, **more: Any) -> ScreeningRun:
    """A run, opened and worked off."""
    run = rescreening.open_run(port, purpose, actor=MAKER, at=at, **more)
    assert run is not None
    return run_jobs(run, at=at + timedelta(seconds=1))


def again(someone: Person, port: Port, *, at: datetime) -> dict[str, Any]:
    """Somebody's details changed, so a run finds them on the list anew; another run has just begun."""
    person.change(someone, actor=MAKER, at=at, given_names=f"{someone.given_names} A.")
    everyone(port, at=at)
    run = rescreening.open_run(port, ScreeningPurpose.EVERYONE, actor=MAKER, at=at + timedelta(minutes=1))
    return {"run": run, "person_hit": hit_of(someone)}


def hit_of(who: Person) -> Hit:
    return Hit.objects.get(person=who)


def everyone(port: Port, *, at: datetime) -> ScreeningRun:
    return screened(port, ScreeningPurpose.EVERYONE, at=at)
