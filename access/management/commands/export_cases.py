"""Prints the person-cases."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from access.management.options import add_port, port_named
from access.selectors.ranked_case import RankedCase, ranked_cases
from portsec.interface.csv_stream import quoted
from portsec.kernel.scope import Scope

COLUMNS = ("rank", "person", "score", "state", "rule", "severity", "events", "text", "opened_at")
DIGITS = 6  # of the score


class Command(BaseCommand):
    help = (
        "Prints the person-cases of a port, highest first: one JSON object a line, or CSV with a line for "
        "each finding. Scores are as of the newest finding, so that old logs are ranked like new ones."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
        add_port(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Scope.system(reason="export of person-cases by the operator")
        cases = ranked_cases(port_named(options["port"]), scope=scope)
        try:
            self._write(cases, as_csv=options["format"] == "csv")
        except BrokenPipeError:  # the reader has seen enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _write(self, cases: Iterator[RankedCase], *, as_csv: bool) -> None:
        writer = csv.writer(self.stdout, lineterminator="\r\n")
        if as_csv:
            writer.writerow(COLUMNS)
        for ranked in cases:
            whole = as_json(ranked)
            if not as_csv:
                self.stdout.write(json.dumps(whole, ensure_ascii=False))
                continue
            for finding in whole.pop("rules"):
                flat = {**whole, **finding, "events": " ".join(finding["events"])}
                writer.writerow([quoted(flat[column]) for column in COLUMNS])


def as_json(ranked: RankedCase) -> dict[str, Any]:
    """The case as other systems read it."""
    return {
        "rank": ranked.rank,
        "person": ranked.case.subject,
        "score": round(ranked.score, DIGITS),
        "state": ranked.case.state,
        "rules": [
            {"rule": flag.rule, "severity": flag.severity, "events": flag.events, "text": flag.text}
            for flag in ranked.flags
        ],
        "opened_at": ranked.case.opened_at.isoformat(),
    }
