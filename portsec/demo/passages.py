"""What happened at the gates of the made-up port within the last two hours, as readers told it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from access.enums import Direction, DoorEventKind
from access.models import Reader
from access.services import door_event, gate_event
from access.services.gate_event import Attempt
from portsec.demo.accounts import READER_DEVICE
from portsec.demo.team import Team

COMERS = 7  # of those who hold a badge for quay A
FIRST = timedelta(minutes=110)
APART = timedelta(minutes=9)
# reader, what its door told, minutes ago, seconds that it stood open
DOORS = (
    ("GB4", DoorEventKind.FORCED, 47, None),
    ("GA5", DoorEventKind.HELD_OPEN, 26, 94),
    ("GO1", DoorEventKind.TAMPERED, 71, None),
)


def make(team: Team, credentials: Sequence[str]) -> None:
    """They come in at gate A and go on to the quay; two stand before doors that stay shut for them."""
    for place, credential in enumerate(credentials[:COMERS]):
        minutes = FIRST - place * APART
        _attempt(team, "GA1", credential, minutes)
        _attempt(team, "GQ1", credential, minutes - timedelta(minutes=4))
    for reader, credential, minutes in zip(("GC1", "GD1"), credentials, (11, 4), strict=False):
        _attempt(team, reader, credential, timedelta(minutes=minutes))
    for reader, kind, minutes, seconds in DOORS:
        _tell(team, reader, kind, timedelta(minutes=minutes), seconds)


def _attempt(team: Team, code: str, credential: str, before: timedelta) -> None:
    reader = Reader.objects.select_related("port").get(port=team.port, code=code)
    said = Attempt(credential, Direction.IN, nonce=f"demo-{code}-{before.seconds}", auth_mode="card")
    acts = team.acts(READER_DEVICE, team.at - before)
    gate_event.record_attempt(reader, said, actor=acts["actor"].reference, scope=acts["scope"], at=acts["at"])


def _tell(team: Team, code: str, kind: DoorEventKind, before: timedelta, seconds: int | None) -> None:
    reader = Reader.objects.select_related("port").get(port=team.port, code=code)
    said = door_event.Told(kind, nonce=f"demo-{code}-{kind.value}", seconds=seconds)
    acts = team.acts(READER_DEVICE, team.at - before)
    door_event.tell(reader, said, actor=acts["actor"].reference, scope=acts["scope"], at=acts["at"])
