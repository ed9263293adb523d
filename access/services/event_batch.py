"""Takes in events that other systems send as they happen, in batches of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from access.permissions.look_up import may_deliver_work
from access.port_directory.event_lines import TABLES, read_lines
from access.port_directory.report import FileReport
from access.selectors.known_event import IMPORTED
from access.services.port_directory import events
from access.services.port_directory.delivery import Errand
from accounts.models import Port, User
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

MOST_LINES: Final = 10_000
REACH: Final = timedelta(hours=24)
FEED: Final = "feed:"  # begins the sources of named feeds, so that none takes the name of a reader
FEED_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,50}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the lines. `refused`: line and reason; `remarks`: what the sender should know."""

    accepted: int
    duplicate: int
    refused: tuple[tuple[int, str], ...]
    remarks: tuple[str, ...]


def take(
    port: Port, lines: Sequence[bytes], *, feed: str = "", actor: User, scope: Scope, at: datetime
) -> Taken:
    """Keep the events of a batch, columns of the port directory or OCSF 1.5; a wrong line stops no other.

    `feed` names the system whose numbers these are; without it they are those of the port's imported log.
    Events up to a day late or ahead are taken, at the time that their source gives.
    Refuses when: the actor does not keep the port's data (Refused); the feed's name is none, or there are too
    many lines (InvalidInput).
    Records: access.events.kept, for each kind of event. Wakes: detection, through EventToScan.
    Safe to repeat because: events are known by source and number; what is here already counts as duplicate.
    """
    require(may_deliver_work(scope, port.pk))
    if feed and not FEED_NAME.fullmatch(feed):
        problem = "A feed is named by at most 50 letters, digits, dots, dashes and underscores."
        raise InvalidInput(problem, fields={"feed": problem})
    if len(lines) > MOST_LINES:
        raise InvalidInput(f"At most {MOST_LINES} lines are taken at once; these are {len(lines)}.")
    read = read_lines(lines)
    errand = Errand(port, actor.reference, at, timezone.get_default_timezone(), frozenset(read.batches))
    source = f"{FEED}{feed}" if feed else IMPORTED
    reports = []
    with transaction.atomic():
        for name, batch in read.batches.items():
            report = FileReport(name)
            intake = events.Intake(errand, events.STREAMS[name], report, source, REACH)
            events.keep_batch(intake, batch, TABLES[name].header)
            reports.append(report)
    refused = [*read.refused, *((row.line, row.reason) for report in reports for row in report.refused)]
    strange = [
        f"the column '{name}' means nothing here and is left out (line {line})"
        for name, line in read.strange.items()
    ]
    return Taken(
        accepted=sum(report.new for report in reports),
        duplicate=sum(report.unchanged for report in reports),
        refused=tuple(sorted(refused)),
        remarks=(*strange, *(said for report in reports for said in report.sentences)),
    )
