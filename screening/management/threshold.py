"""The option of the commands that compare names."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from screening.matching.compare import ALERT_THRESHOLD


def add_threshold(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--threshold",
        type=_share,
        default=ALERT_THRESHOLD,
        metavar="T",
        help=f"from this score on, 0 to 1, a pair counts as a match (default {ALERT_THRESHOLD})",
    )


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"'{text}' is not a figure from 0 to 1")
    return value
