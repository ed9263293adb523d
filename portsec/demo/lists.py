"""A made-up own list, so that watchlist checks have something to be compared with."""

from __future__ import annotations

import csv
import tempfile
from datetime import datetime
from pathlib import Path

from portsec.demo.accounts import ACTOR
from screening.enums import ListSource
from screening.services import watchlist
from screening.watchlists.sources import read_source

COLUMNS = ("uid", "name", "aliases", "birth_date", "nationality", "remarks")
ENTRIES = (
    (
        "PB-0001",
        "Viktor Morosow",
        "Viktor Morozov",
        "1979-11-02",
        "DE",
        "Port ban by court order until 2031.",
    ),
    ("PB-0002", "Ramón Ibarra Quiroga", "R. Ibarra", "1985", "ES", "Port ban by court order until 2029."),
    ("PB-0003", "Dennis van Aalst", "", "1991-06-17", "NL", "Badge withdrawn by a partner port."),
    (
        "PB-0004",
        "Nadia Benkirane",
        "Nadia Ben Kirane",
        "1988-02-23",
        "BE",
        "Badge withdrawn by a partner port.",
    ),
)


def load_lists(*, at: datetime) -> None:
    """Load the made-up list through the same reader and command as a published one."""
    with tempfile.TemporaryDirectory(prefix="portsec-demo-") as directory:
        path = Path(directory) / "port_bans.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([COLUMNS, *ENTRIES])
        document = read_source(ListSource.OWN, [path])
    watchlist.load(document, actor=ACTOR, at=at)
