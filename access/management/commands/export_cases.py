"""Prints the person-cases."""

from __future__ import annotations

import csv
import json
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
        if options["format"] == "jsonl":
            for ranked in cases:
                self.stdout.write(json.dumps(as_json(ranked), ensure_ascii=False))
            return
        writer = csv.writer(self.stdout, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for ranked in cases:
            whole = as_json(ranked)
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
