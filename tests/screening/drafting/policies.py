"""The standard policy's text with a few words changed, as an officer would change it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from screening.drafting.text import begun_from
from screening.suitability.policy import Policy, load

STANDARD = (Path(__file__).parents[3] / "screening" / "policies" / "eu-port-standard.yaml").read_text(
    encoding="utf-8"
)
TRAFFICKING_ROW = (
    "  - seq: 30\n    kind: offence_in_window\n    effect: presume_unsuitable\n"  # drugs, arms, corruption
)


def milder(text: str = STANDARD) -> str:
    """Row 30 refers instead of presuming, and the longer rows about the same sets are gone."""
    return text.replace(TRAFFICKING_ROW, TRAFFICKING_ROW.replace("presume_unsuitable", "refer"), 1)


def next_version(text: str = STANDARD, *, on: date = date(2030, 1, 1), version: int = 2) -> str:
    return begun_from(text, code="eu-port-standard", version=version, valid_from=on)


def standard() -> Policy:
    return load(STANDARD)
