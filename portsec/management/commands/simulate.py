"""Writes the directory of a made-up port with planted insiders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsec.interface.progress import Progress
from portsec.kernel.errors import PortsecError
from portsec.simulation.port import Order, files_of, simulate


class Command(BaseCommand):
    help = (
        "Writes a port directory with made-up people, shifts, ships, cargo, gate events and look-ups, some "
        "insiders who misuse their access, and truth.json, which names them. The same numbers give the same "
        "files. `manage.py import_port DIR` reads it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--people", type=int, default=500)
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--insiders", type=int, default=5, metavar="K")
        parser.add_argument(
            "--without", default="", metavar="FILES", help="files to leave out, as in roster,work_orders"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            people=options["people"],
            days=options["days"],
            seed=options["seed"],
            insiders=options["insiders"],
            without=files_of(options["without"].split(",")),
        )
        try:
            with Progress(self.stderr) as progress:
                made = simulate(
                    options["directory"], order, lambda done, total: progress("days", done, total)
                )
        except PortsecError as error:
            raise CommandError(error.detail) from None
        except OSError as error:
            raise CommandError(f"{options['directory']} cannot be written: {error.strerror}.") from None
        events = made.rows["gate_events"] + made.rows["data_events"]
        self.stdout.write(
            f"{options['directory']}: {made.rows['people']:,} people, {order.days} days, {events:,} events, "
            f"{made.planted} insiders."
        )
