"""Runs a witness for other ports' ledgers."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.witness import command


class Command(BaseCommand):
    help = command.DESCRIPTION
    requires_system_checks: list[str] = []  # it needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        command.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            command.run(Namespace(**options), self.stdout.write)
        except command.WitnessError as error:
            raise CommandError(str(error)) from None
