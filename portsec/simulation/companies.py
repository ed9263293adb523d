"""The companies of the made-up port; as many as its size asks for. None of them is real."""

from __future__ import annotations

from portsec.simulation.journal import Journal
from portsec.simulation.site import Site

CARRIERS = 6
PEOPLE_A_FORWARDER = 160
PEOPLE_A_HAULIER = 110
FEWEST = 4
KINDS = {
    "carrier": "carrier",
    "forwarder": "forwarder",
    "haulier": "haulier",
    "terminal": "terminal",
    "authority": "authority",
    "security": "contractor",
    "contractor": "contractor",
    "agent": "agent",
}
COUNTRIES = ("BE", "NL", "DE", "FR", "PL", "DK")
OWNER_CODES = ("EXAU", "BLIU", "NORU", "HEVU", "STEU", "QUAU")
"""Prefix of the boxes of each carrier, in their order."""


class Companies:
    """Codes of companies by kind; what `employer` of a role names."""

    def __init__(self, people: int, site: Site) -> None:
        self.by_kind: dict[str, tuple[str, ...]] = {
            "carrier": _named("CARRIER", CARRIERS),
            "forwarder": _named("FORWARD", max(FEWEST, people // PEOPLE_A_FORWARDER)),
            "haulier": _named("HAUL", max(FEWEST, people // PEOPLE_A_HAULIER)),
            "terminal": tuple(f"TERMINAL-{terminal}" for terminal in site.terminals),
            "authority": ("CUSTOMS-OFFICE", "PORT-AUTHORITY"),
            "security": _named("WATCH", 2),
            "contractor": _named("SERVICE", 4),
            "agent": _named("AGENCY", 4),
        }
        self.owner_codes = dict(zip(self.by_kind["carrier"], OWNER_CODES, strict=True))

    def write(self, journal: Journal) -> None:
        for kind, codes in self.by_kind.items():
            for number, code in enumerate(codes):
                journal.row(
                    "organisations", code, code.title().replace("-", " "), KINDS[kind], COUNTRIES[number % 6]
                )


def _named(stem: str, count: int) -> tuple[str, ...]:
    return tuple(f"{stem}-{number:02d}" for number in range(1, count + 1))
