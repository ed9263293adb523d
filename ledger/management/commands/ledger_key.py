"""Makes the key that signs the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.note import NoteWrong, SignerKey


class Command(BaseCommand):
    help = (
        "Makes a private key for LEDGER_KEY_FILE and prints its public line for LEDGER_POLICY_FILE. For a "
        "file that exists it prints the lines again. To hand over, put the lines of both keys into one "
        "file for a while: both sign."
    )
    requires_system_checks: list[str] = []  # it needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--origin", help="the log's name for ever, such as port.example/ledger")

    def handle(self, *args: Any, path: Path, origin: str | None, **options: Any) -> None:
        try:
            if not path.exists():
                if not origin:
                    raise CommandError(f"there is no key in {path}; give --origin to make one.")
                key = SignerKey.new(origin)
                path.touch(0o600, exist_ok=False)
                path.write_text(f"{key.text}\n", "ascii")
            for line in path.read_text("ascii").split():
                self.stdout.write(f"log {SignerKey.from_text(line).verifier.text}")
        except (NoteWrong, OSError) as error:
            raise CommandError(str(error)) from None
