"""The hotline of the made-up port: open, with one recipient, three keepers, and counted crowds."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from accounts.models import Port, User
from accounts.selectors.scope import scope_of
from hotline.enums import RecipientKind
from hotline.services import crowd, hub, recipient, recovery
from hotline.services.recovery import NewKeeper
from portsec.demo.accounts import ACTOR
from portsec.environment import LANGUAGE_NAMES

PASSPHRASE: Final = "four words of the demo"  # noqa: S105  of a port that exists nowhere
KEEPERS: Final = (("k.aerts", "Karel Aerts"), ("l.blum", "Lena Blum"), ("m.costa", "Marta Costa"))
PEOPLE: Final = 4_000
CROWDS: Final = {
    ("shift", "day"): 2_400,
    ("shift", "evening"): 1_000,
    ("shift", "night"): 600,
    ("your_work", "terminal"): 1_500,
    ("your_work", "driver"): 1_200,
    ("your_work", "ship"): 300,
    ("your_work", "office"): 700,
    ("your_work", "security"): 60,
    ("your_work", "authority"): 90,
    ("your_work", "other"): 150,
}


def make(port: Port, officer: User, *, at: datetime) -> None:
    """A hotline that takes reports, read by an officer outside the port company."""
    found = hub.set_up(port, list(LANGUAGE_NAMES), actor=ACTOR, at=at)
    keepers = [NewKeeper(account, name, PASSPHRASE) for account, name in KEEPERS]
    recovery.set_up(found, keepers, actor=ACTOR, at=at)
    recipient.enrol(
        found,
        unit="City Ombuds Office",
        kind=RecipientKind.OWN,
        independence="Works for the city; neither paid nor led by a company of the port.",
        passphrase=PASSPHRASE,
        actor=officer,
        scope=scope_of(officer),
        at=at,
    )
    found.refresh_from_db()
    hub.open_hub(found, actor=ACTOR, at=at)
    crowd.count(found, PEOPLE, CROWDS, actor=ACTOR, at=at)
