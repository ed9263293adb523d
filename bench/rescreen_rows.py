"""The port of the bench `rescreen`: cleared people, lists in force, and what must be true after a run."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from accounts.models import Port
from bench.names import SHARED, many_people, published_lists
from ledger import tasks as job_tasks
from portsec.celery import app
from portsec.kernel import clock
from screening import tasks
from screening.enums import ClearanceLevel, ListSource
from screening.models import Clearance, Person, ScreeningQuery, ScreeningRun
from screening.person_name import plain_name
from screening.selectors.list_index import LISTS
from screening.services import hit, policy, watchlist
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.sources import read_source

MAKER = "system:bench"
AT_ONCE = 5_000
ALONE = 1_000  # people for the floor
PATIENCE = 120.0  # seconds for workers to wake
ANSWERS_WITHIN = 0.3  # seconds that one call waits for workers
FEW = 500  # entries of the short list


def make(count: int, *, with_lists: bool) -> Port:
    """A port with so many cleared people. `with_lists`: OFAC and UN whole, else a few hundred entries."""
    now = clock.now()
    policy.load_files(actor=MAKER, at=now)
    port = Port.objects.create(locode="XXBEN", name="Bench Port", country="BE")
    if with_lists:
        for source in (ListSource.OFAC, ListSource.UN):
            watchlist.load(read_source(source, [SHARED / "watchlist" / source.value]), actor=MAKER, at=now)
    else:
        few = published_lists()[-FEW:]
        watchlist.load(WatchlistDocument.of(ListSource.UN, few), actor=MAKER, at=now)
    names = many_people(count)
    for start in range(0, count, AT_ONCE):
        _clear(port, [subject.names[0] for subject in names[start : start + AT_ONCE]])
    return port


def wait_until_awake(workers: int) -> None:
    """Returns as soon as so many workers answer. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while len(app.control.ping(timeout=ANSWERS_WITHIN, limit=workers) or ()) < workers:
        if time.monotonic() > end:
            raise TimeoutError("the workers did not wake")


def sweep() -> None:
    """What beat asks for every now and then."""
    job_tasks.sweep_jobs()
    tasks.take_up_rescreening()


def flush_broker() -> None:
    """Let the broker forget everything: what waits, and what was given out."""
    with app.connection_for_write() as broker:
        channel: Any = broker.default_channel  # Redis's own, which the stubs do not know
        channel.client.flushdb()


def check_once_each(run: ScreeningRun, people: int) -> None:
    """Raises ValueError where somebody was screened twice, or not at all."""
    run.refresh_from_db()
    queries = ScreeningQuery.objects.filter(run=run)
    found = {
        "queries": queries.count(),
        "people": queries.values("person").distinct().count(),
        "rows done": run.tasks.filter(state="done").count(),
        "counted": run.done,
    }
    if run.state != "done" or set(found.values()) != {people}:
        raise ValueError(f"{people} people, but {found}; the run is {run.state}")


def index_alone(port: Port) -> float:
    """People a second that the index screens here, with nothing kept."""
    people = [hit.subject_of(someone) for someone in Person.objects.filter(port=port)[:ALONE]]
    index = LISTS.current()
    began = time.perf_counter()
    for subject in people:
        index.screen(subject)
    return len(people) / (time.perf_counter() - began)


def _clear(port: Port, names: list[str]) -> None:
    now = clock.now()
    people = Person.objects.bulk_create(
        Person(
            port=port,
            given_names=name.partition(" ")[0],
            family_name=name.partition(" ")[2],
            search_name=plain_name(name),
            created_at=now,
        )
        for name in names
    )
    Clearance.objects.bulk_create(
        Clearance(
            person=someone,
            port=port,
            level=ClearanceLevel.STANDARD.value,
            valid_from=now.date(),
            valid_until=now.date() + timedelta(days=365),
            state_since=now,
        )
        for someone in people
    )
