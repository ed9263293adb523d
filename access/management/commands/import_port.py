"""Reads a port directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.management.options import add_port, port_named
from access.port_directory.report import FileReport, ImportReport
from access.services.port_directory import import_directory
from accounts.models import Port
from accounts.services import port as ports
from portsec.interface.progress import Progress
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError

ACTOR = "system:import_port"


class Command(BaseCommand):
    help = (
        "Reads a port directory: CSV files with the port's people, badges, areas, work and logs. Every file "
        "is optional, importing twice changes nothing, and an empty cell never erases what is known. Rows of "
        "one person in clearances.csv and of one badge in badges.csv apply in the order of valid_from, each "
        "giving the state from then on. A badge that is only listed as revoked, lost and the like counts so "
        "from its end, from its holder's next badge, or else from the import on. A bad row is reported with "
        "file, line and reason and left out; a file that cannot be read is left out whole, and the command "
        "then exits with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        add_port(parser)
        parser.add_argument("--port-name", default="", help="the name of the port, if it is new")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        if not directory.is_dir():
            raise CommandError(f"There is no directory {directory}.")
        port = self._port(options["port"], options["port_name"])
        try:
            with Progress(self.stderr) as progress:
                report = import_directory(
                    directory, port=port, actor=ACTOR, at=clock.now(), progress=progress
                )
        except PortsecError as error:
            raise CommandError(error.detail) from None
        self._print(port, report)
        if report.refused_files:
            raise CommandError(
                f"{len(report.refused_files)} of {len(report.files)} files could not be read: "
                f"{', '.join(one.file for one in report.files if one.refused_whole)}."
            )

    def _port(self, locode: str | None, name: str) -> Port:
        if locode is None:
            return port_named(None)
        try:
            return ports.ensure(locode, name)
        except PortsecError as error:
            raise CommandError(f"{error.detail} (--port-name NAME)") from None

    def _print(self, port: Port, report: ImportReport) -> None:
        for line in report.refused_files:
            self.stderr.write(line)
        for row in report.refused:
            self.stderr.write(str(row))
        for sentence in (*(said for one in report.files for said in one.sentences), *report.remarks):
            self.stderr.write(f"note: {sentence}", style_func=str)
        self.stdout.write(f"{port.name} ({port.locode})")
        self.stdout.write(f"{'file':<20}{'rows':>10}{'new':>10}{'changed':>10}{'same':>10}{'refused':>10}")
        for one in report.files:
            if not one.refused_whole:
                self.stdout.write(_line(one))
        unknown = {what: count for what, count in report.unknown.items() if count}
        if unknown:
            told = ", ".join(f"{what} {count:,}" for what, count in unknown.items())
            self.stdout.write(f"Events kept that name what is unknown: {told}.")


def _line(one: FileReport) -> str:
    counts = (one.rows, one.new, one.changed, one.unchanged, len(one.refused))
    return f"{one.file:<20}" + "".join(f"{count:>10,}" for count in counts)
