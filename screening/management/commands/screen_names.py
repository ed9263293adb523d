"""Screens a table of people against all lists in force."""

from __future__ import annotations

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsec.kernel.errors import InvalidInput
from screening.management.threshold import add_threshold
from screening.matching import name_table
from screening.matching.compare import Match
from screening.models import ListEntry
from screening.selectors.list_index import LISTS

FIRST_LINE = 2  # behind the header
ANSWERS = ("id", "list", "entry", "entry_name", "score", "explanation")


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = (
        "Reads people as CSV from standard input: id, name and optionally birth_date, nationality. Writes "
        "one row for each listed entity that may be the person. Nothing is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_threshold(parser)

    def handle(self, *args: Any, threshold: float, **options: Any) -> None:
        try:
            _, rows = name_table.rows(options.get("stdin") or sys.stdin, name_table.PERSON_COLUMNS)
            people = [name_table.person(row, line) for line, row in enumerate(rows, FIRST_LINE)]
        except InvalidInput as error:
            raise CommandError(f"nobody was screened: {error.detail}") from None
        index = LISTS.current()
        if not len(index):
            raise CommandError("nobody was screened: no watchlist is loaded; see manage.py load_watchlist.")
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(ANSWERS)
        for row, subject in zip(rows, people, strict=True):
            for (source, key), match in index.screen(subject, threshold):
                out.writerow([row["id"], source, *_told(key, match)])


def _told(key: int, match: Match) -> tuple[str, ...]:
    """Entry, its name, score and explanation; of a restricted list that its authority is to be asked."""
    entry = ListEntry.objects.only("source", "uid", "name").get(pk=key)
    if entry.is_restricted:
        return ("", entry.name, "", "")
    return (entry.uid, entry.name, f"{match.score:.4f}", match.explanation)
