"""Tells how well the rules find the insiders of simulated ports: `python -m portsec.simulation DIR…`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from portsec.simulation.directory import read_directory
from portsec.simulation.evaluation import PER, Figures, RuleFigures
from portsec.simulation.replay import figures, judge, read_truth, rule_figures, usual_threshold


def main(arguments: list[str]) -> None:
    """Prints for each directory recall, precision and delay at each budget, then each rule's own figures."""
    parser = argparse.ArgumentParser(prog="python -m portsec.simulation", description=__doc__)
    parser.add_argument("directories", type=Path, nargs="+", metavar="DIR")
    options = parser.parse_args(arguments)
    for directory in options.directories:
        port, truth = read_directory(directory), read_truth(directory)
        if not port.gate and not port.data:
            parser.error(f"{directory} holds no events")
        judged = judge(port)
        say(f"{directory}: {port.people:,} people, {judged.days} days, {len(truth)} insiders")
        for least in (0.0, usual_threshold(judged, port.people)):
            say(f"  cases with a score of at least {least:.3f}")
            for found in figures(judged, truth, port.people, least):
                say(_budget_line(found, port.people))
        for rule in rule_figures(judged, truth):
            say(_rule_line(rule))
        for item in judged.not_evaluated:
            say(f"not evaluated: {item.rule} {item.code}: {item.detail}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _budget_line(found: Figures, people: int) -> str:
    delay = "-" if found.delay is None else f"{found.delay:g} days"
    missed = ", ".join(f"{one.pattern} {one.person}" for one in found.missed) or "nobody"
    large = found.budget * PER / people
    return (
        f"  {found.budget:>2} cases a day ({large:.0f} for {PER:,} people): recall {found.recall:.0%} "
        f"({found.found} of {found.insiders}), precision {found.precision:.1%}, median delay {delay}, "
        f"innocent cases a day for {PER:,} people {found.innocent_a_day:.1f}; missed: {missed}"
    )


def _rule_line(rule: RuleFigures) -> str:
    patterns = " ".join(f"{pattern}×{count}" for pattern, count in rule.patterns.items())
    return (
        f"  {rule.rule:<4} planted {rule.planted_flags:>5} flags, {rule.insiders:>3} insiders; innocent "
        f"{rule.innocent_flags:>6} flags, {rule.innocent_people:>4} people; {patterns}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
