"""Opens and cancels runs in which people are compared with the lists again.

A run is rows: one for each person, and one job for each hundred of them. Messages only wake workers, so that
what a lost broker or a killed worker leaves undone is found again in the tables.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable, require
from portsec.kernel.scope import Scope
from screening.enums import ListSource, RunState, ScreeningCause, ScreeningPurpose
from screening.models import Person, ScreeningRun
from screening.permissions import is_not_own_file, may_decide_hit, may_rescreen
from screening.selectors import rescreening as selectors
from screening.selectors.screening_run import SELECTION_JOB
from screening.selectors.watchlist import is_any_list_in_force

SYSTEM = "system:screening"
STRETCH = 5_000  # people looked through in one job: some seconds of work, far from the limit of 90 s
EVERYBODY = "all"  # slot of the selection that needs no looking through
NO_LIST = "No watchlist is loaded; load one with `manage.py load_watchlist`."
# Purposes of which one run at a port is enough at a time: it takes everybody whom a second one would take.
ONE_AT_A_TIME = (ScreeningPurpose.DUE, ScreeningPurpose.PERSON_CHANGE, ScreeningPurpose.EVERYONE)
ON_DEMAND = (ScreeningPurpose.DUE, ScreeningPurpose.LIST_DELTA, ScreeningPurpose.EVERYONE)


def open_needed(port: Port, *, at: datetime) -> list[ScreeningRun]:
    """Open whatever runs are needed at a port: by the policy's dates, by new lists, by changed people.

    What is needed is read from the tables, so that nothing is missed while nothing runs; done by a worker.
    Records: screening.rescreening.opened. Safe to repeat because: what a run has taken is not needed again.
    """
    if not is_any_list_in_force():
        return []
    wanted = (ScreeningPurpose.LIST_DELTA, ScreeningPurpose.PERSON_CHANGE, ScreeningPurpose.DUE)
    runs = (open_run(port, purpose, actor=SYSTEM, at=at) for purpose in wanted)
    return [run for run in runs if run is not None]


def start(
    port: Port,
    purpose: ScreeningPurpose,
    *,
    sources: Collection[ListSource] = (),
    actor: User,
    scope: Scope,
    at: datetime,
) -> ScreeningRun | None:
    """Open a run by an officer's order. None when nobody needs it.

    Refuses when: the actor may not start runs there (Refused); the purpose is not one to be chosen
    (InvalidInput); no list is loaded (Unavailable).
    Records: screening.rescreening.opened.
    Safe to repeat because: a run for the same purpose that goes on is returned as it is.
    """
    require(may_rescreen(scope, port_id=port.pk))
    if purpose not in ON_DEMAND:
        raise InvalidInput("Choose whom to screen.", fields={"purpose": "Choose whom to screen."})
    return open_run(port, purpose, sources=sources, actor=actor.reference, at=at)


@transaction.atomic
def open_run(
    port: Port,
    purpose: ScreeningPurpose,
    *,
    sources: Collection[ListSource] = (),
    actor: str,
    at: datetime,
) -> ScreeningRun | None:
    """Open a run at a port; whoever calls has judged the right. None when nobody needs it.

    Refuses when: no list is loaded (Unavailable).
    Records: screening.rescreening.opened. Wakes: the job that selects the people.
    Safe to repeat because: a run for the same purpose that goes on is returned as it is, and a version of a
    list is gone through once at each port.
    """
    _one_at_a_time(port)
    if not is_any_list_in_force():
        raise Unavailable(NO_LIST)
    going_on = selectors.running(port, purpose) if purpose in ONE_AT_A_TIME else None
    if going_on is not None:
        return going_on
    lists = selectors.versions_in_force()
    since: dict[str, int] = {}
    if purpose is ScreeningPurpose.LIST_DELTA:
        since = selectors.changed_lists(port, sources=[source.value for source in sources])
        lists = {source: lists[source] for source in since}
    if not _is_needed(port, purpose, since, at):
        return None
    made = ScreeningRun.objects.create(
        port=port,
        purpose=purpose.value,
        slot=_slot(port, purpose, lists, at),
        lists=lists,
        since=since,
        asked_by=actor,
        asked_at=at,
    )
    _ask_for_selection(made, at=at)
    _record(made, "opened", actor=actor, at=at, purpose=purpose.label, lists=_named(lists))
    return made


@transaction.atomic
def trigger(
    person: Person, cause: ScreeningCause, *, reference: str, actor: str, at: datetime
) -> ScreeningRun | None:
    """Screen one person again because something happened. None while no list is loaded.

    `reference` names what happened: a report, a ban, a person-case. Whoever calls has judged the right.
    Records: screening.rescreening.opened. Wakes: the job that selects the person.
    Safe to repeat because: person, cause and reference make one run.
    """
    if not is_any_list_in_force():
        return None
    lists = selectors.versions_in_force()
    made, is_new = ScreeningRun.objects.get_or_create(
        port=person.port,
        slot=f"{cause.value}:{person.ref}:{reference}"[:120],
        defaults={
            "purpose": ScreeningPurpose.TRIGGER.value,
            "cause": cause.label,
            "lists": lists,
            "asked_by": actor,
            "asked_at": at,
            "looking": 1,
        },
    )
    if is_new:
        job.request(
            SELECTION_JOB,
            made.reference,
            slot=f"person:{person.ref}",
            actor=actor,
            at=at,
            port=person.port.locode,
        )
        _record(made, "opened", actor=actor, at=at, purpose=cause.label, lists=_named(lists))
    return made


def screen_now(
    person: Person, cause: ScreeningCause, *, actor: User, scope: Scope, at: datetime
) -> ScreeningRun:
    """Screen one person at an officer's word.

    Refuses when: the actor may not decide hits there or is the person (Refused); no list is loaded
    (Unavailable). Records: screening.rescreening.opened.
    """
    require(may_decide_hit(actor, scope, person))
    require(is_not_own_file(actor, person))
    made = trigger(person, cause, reference=f"{at:%Y-%m-%dT%H:%M}", actor=actor.reference, at=at)
    if made is None:
        raise Unavailable(NO_LIST)
    return made


@transaction.atomic
def cancel(run: ScreeningRun, *, actor: User, scope: Scope, at: datetime) -> ScreeningRun:
    """Stop a run: what has not begun is not done. What was found stays.

    Refuses when: the actor may not start runs there (Refused); it has ended (Conflict).
    Records: screening.rescreening.cancelled.
    """
    require(may_rescreen(scope, port_id=run.port_id))
    stopped = ScreeningRun.objects.filter(pk=run.pk, state=RunState.RUNNING.value).update(
        state=RunState.CANCELLED.value, finished_at=at
    )
    if stopped != 1:
        raise Conflict("This run has ended already.")
    run.refresh_from_db()
    _record(run, "cancelled", actor=actor.reference, at=at, done=run.done, total=run.total)
    return run


def _is_needed(port: Port, purpose: ScreeningPurpose, since: dict[str, int], at: datetime) -> bool:
    match purpose:
        case ScreeningPurpose.DUE:
            return selectors.due_people(port, at=at).exists()
        case ScreeningPurpose.PERSON_CHANGE:
            return selectors.changed_people(port, at=at).exists()
        case ScreeningPurpose.LIST_DELTA:
            return bool(since)
        case _:
            return True


def _slot(port: Port, purpose: ScreeningPurpose, lists: dict[str, int], at: datetime) -> str:
    """A version of a list is gone through once unless that run was cancelled; the rest as often as needed."""
    if purpose is ScreeningPurpose.LIST_DELTA:
        which = ",".join(f"{source}={number}" for source, number in sorted(lists.items()))
    else:
        which = timezone.localtime(at).isoformat(timespec="seconds")
    slot = f"{purpose.value}:{which}"
    before = ScreeningRun.objects.filter(port=port, slot__startswith=slot).count()
    return f"{slot}#{before + 1}" if before else slot


def _ask_for_selection(run: ScreeningRun, *, at: datetime) -> None:
    """One job that selects everybody, or one for each stretch of people to look through."""
    slots = [EVERYBODY]
    if run.purpose_word is ScreeningPurpose.LIST_DELTA:
        people = list(
            selectors.screened_people(run.port_id, at=at).order_by("pk").values_list("pk", flat=True)
        )
        stretches = [people[start : start + STRETCH] for start in range(0, len(people), STRETCH)] or [[0]]
        slots = [f"{stretch[0]}-{stretch[-1]}" for stretch in stretches]
    ScreeningRun.objects.filter(pk=run.pk).update(looking=len(slots))
    for slot in slots:
        job.request(SELECTION_JOB, run.reference, slot=slot, actor=run.asked_by, at=at, port=run.port.locode)


def _one_at_a_time(port: Port) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"rescreening:{port.locode}"])


def _named(lists: dict[str, int]) -> str:
    return ", ".join(f"{ListSource(source).label} {number}" for source, number in sorted(lists.items()))


def _record(run: ScreeningRun, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.rescreening.{verb}",
        actor=actor,
        at=at,
        subject=run.reference,
        port=run.port.locode,
        **body,
    )
