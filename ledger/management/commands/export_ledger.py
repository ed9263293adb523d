"""Writes the record for auditors and other tools for logs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.services import export, log_keys
from portsec.interface.progress import Progress
from portsec.kernel.errors import PortsecError


class Command(BaseCommand):
    help = (
        "Writes entries, tiles and checkpoints in C2SP tlog-tiles form. "
        "`python3 ledger/auditor_verify.py DIR --policy FILE [--kept FILE ...]` checks them without portsec."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="DIR", type=Path)

    def handle(self, *args: Any, place: Path, **options: Any) -> None:
        try:
            with Progress(self.stderr) as progress:
                count = export.export(place, log_keys.policy(), progress)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        self.stdout.write(f"{count:,} entries written to {place}.")
