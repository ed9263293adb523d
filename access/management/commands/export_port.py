"""Writes a port directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.management.options import add_port, port_named
from access.port_directory.tables import TABLES
from access.port_directory.writing import write
from access.selectors.port_directory import rows
from portsec.interface.progress import Progress
from portsec.kernel.scope import Scope


class Command(BaseCommand):
    help = (
        "Writes a port's data as a port directory, the files that import_port reads. Equal data give equal "
        "bytes. The files hold personal data: the directory is made readable for its owner alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        add_port(parser)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        port = port_named(options["port"])
        scope = Scope.system(reason="export of the port directory by the operator")
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with Progress(self.stderr) as progress:
                for done, table in enumerate(TABLES):
                    progress(table.file, done, len(TABLES))
                    count = write(directory, table, rows(table, port, scope=scope))
                    self.stdout.write(f"{table.file:<20}{count:>10,}")
        except OSError as error:
            raise CommandError(f"Cannot write to {directory}: {error.strerror}.") from None
