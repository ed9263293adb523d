"""Scores pairs of names from a table, for measuring the matcher."""

from __future__ import annotations

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsec.kernel.errors import InvalidInput
from screening.management.threshold import add_threshold
from screening.matching import name_table
from screening.matching.compare import is_alert, score

FIRST_LINE = 2  # behind the header
ANSWERS = ("score", "is_match", "explanation")


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = (
        "Reads pairs as CSV from standard input: name1, name2 and optionally schema, birth_date1, "
        "birth_date2, country1, country2. Writes the same rows with score, is_match and explanation."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_threshold(parser)

    def handle(self, *args: Any, threshold: float, **options: Any) -> None:
        try:
            columns, rows = name_table.rows(options.get("stdin") or sys.stdin, name_table.PAIR_COLUMNS)
            pairs = [name_table.pair(row, line) for line, row in enumerate(rows, FIRST_LINE)]
        except InvalidInput as error:
            raise CommandError(f"nothing was compared: {error.detail}") from None
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow([*columns, *ANSWERS])
        for row, (subject, listed) in zip(rows, pairs, strict=True):
            match = score(subject, listed)
            is_match = "true" if is_alert(match, threshold) else "false"
            out.writerow([*row.values(), f"{match.score:.4f}", is_match, match.explanation])
