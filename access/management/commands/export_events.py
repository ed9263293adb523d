"""Writes the access log for others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.management.options import add_port, moment, port_named
from access.selectors.detection_events import first_and_last
from access.services import event_export
from access.services.event_export import FORMS, Period
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError
from portsec.kernel.scope import Scope

ACTOR = "system:export_events"


class Command(BaseCommand):
    help = (
        "Writes gate events and look-ups of a period, with the clock of their source and ours, and a "
        "manifest "
        "with the digest of each file, signed with the key of the ledger. Forms: csv, or ocsf (OCSF 1.5, one "
        "JSON object a line). The files hold personal data: the directory is made readable for its owner "
        "alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--form", choices=sorted(FORMS), default="csv")
        parser.add_argument(
            "--since", type=moment, metavar="T", help="from this moment, ISO 8601 with offset"
        )
        parser.add_argument("--until", type=moment, metavar="T", help="up to before this moment")
        add_port(parser)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        port = port_named(options["port"])
        span = first_and_last(port)
        if span is None:
            self.stdout.write(f"{port.name} ({port.locode}) has no events to export.")
            return
        period = Period(options["since"] or span[0], options["until"] or span[1] + timedelta(microseconds=1))
        scope = Scope.system(reason="export of the log by the operator")
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = event_export.export(
                port, directory, options["form"], period, actor=ACTOR, scope=scope, at=clock.now()
            )
        except OSError as error:
            raise CommandError(f"Cannot write to {directory}: {error.strerror}.") from None
        except PortsecError as error:
            raise CommandError(error.detail) from None
        for name, rows in written.items():
            self.stdout.write(f"{name:<24}{rows:>12,}")
