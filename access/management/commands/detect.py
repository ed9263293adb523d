"""Scans a period of the log once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.detection.registry import RULES
from access.management.options import add_port, moment, port_named
from access.selectors.detection_events import first_and_last
from access.services.period_scan import Judged, judge
from portsec.interface.progress import Progress
from portsec.kernel import clock


class Command(BaseCommand):
    help = (
        "Scans the events of a period once, synchronously, and opens person-cases for what it finds. Without "
        "a period it takes the whole log, up to its last event. Scanning twice finds nothing new."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=moment, metavar="T", help="from this moment, ISO 8601 with offset"
        )
        parser.add_argument("--until", type=moment, metavar="T", help="up to this moment, included")
        add_port(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        port = port_named(options["port"])
        span = first_and_last(port)
        if span is None:
            self.stdout.write(f"{port.name} ({port.locode}) has no events to scan.")
            return
        since: datetime = options["since"] or span[0]
        until: datetime = options["until"] or max(span[1], since)
        if since > until:
            raise CommandError(f"--until {until.isoformat()} lies before {since.isoformat()}.")
        with Progress(self.stderr) as progress:
            judged = judge(
                port,
                since=since,
                until=until,
                at=clock.now(),
                progress=lambda done, total: progress("chunks of the log", done, total),
            )
        self._print(judged)

    def _print(self, judged: Judged) -> None:
        self.stdout.write(f"From {_day(judged.since)} to {_day(judged.until)}:")
        for rule in RULES:
            found, people = judged.found[rule.id], len(judged.people.get(rule.id, ()))
            self.stdout.write(f"{rule.id:<5}{found:>7,} findings{people:>7,} people  {rule.title}")
        self.stdout.write(f"{judged.new:,} findings are new.")
        for item in judged.not_evaluated.values():
            stretch = f"{_day(item.since)} to {_day(item.until)}"
            self.stdout.write(f"not evaluated: {item.rule}, {stretch}: {item.detail}")


def _day(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
