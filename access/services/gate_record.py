"""What an attempt leaves behind, as plain values. The service and the device lane both write exactly this."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access.enums import GateResult
from access.gate.duties import SHOWN
from access.gate.presence import passes_of
from access.gate_facts.loaded import Loaded
from access.services.gate_attempt import Attempt, Place
from portsec.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Pass:
    """The area that a granted passage entered or left, and whether it is `in` or `out`."""

    area: int
    direction: str


@dataclass(frozen=True, slots=True)
class Left:
    """`event` are columns of `GateEvent` but for the receipt; `entry` what `ledger.services.record` takes.

    `passes` are empty after a refusal and for people unknown here. `escort`: who led the holder in.
    """

    kind: str
    entry: dict[str, Any]
    event: dict[str, Any]
    passes: tuple[Pass, ...]
    person: int | None
    escort: int | None
    on_permit: bool


def crossed(loaded: Loaded) -> tuple[Pass, ...]:
    """The areas that a passage on these facts enters and leaves."""
    return tuple(Pass(loaded.keys.areas[code], way.value) for code, way in passes_of(loaded.facts))


def left_by(
    place: Place,
    attempt: Attempt,
    loaded: Loaded,
    verdict: Verdict,
    *,
    actor: str,
    happened_at: datetime,
    at: datetime,
    escort: str = "",
) -> Left:
    """What this attempt leaves. `happened_at` is by the reader's clock; `escort` the printed number."""
    keys, facts, event_id = loaded.keys, loaded.facts, uuid.uuid4()
    result = GateResult.GRANTED if verdict.allowed else GateResult.REFUSED
    entry = {
        "actor": actor,
        "at": at,
        "subject": keys.reference or place.source,
        "port": place.locode,
        "event": event_id,
        "reader": place.code,
        "direction": attempt.direction.label.lower(),
        "badge": keys.badge_serial or "unknown",
        "reasons": list(verdict.codes),
    }
    event = {
        "id": event_id,
        "at": happened_at,
        "received_at": at,
        **_where(place),
        **_who(loaded),
        **_what(attempt, actor),
        "escort": escort,
        "result": result.value,
        "reasons": list(verdict.codes),
        "duties": [duty for duty in verdict.obligations if duty in SHOWN],
        "decided_by": "",
        "declared_degraded": False,
    }
    return Left(
        kind=f"access.gate_attempt.{result.value}",
        entry=entry,
        event=event,
        passes=crossed(loaded) if verdict.allowed and keys.person is not None else (),
        person=keys.person,
        escort=keys.escort if facts.needs_escort and facts.is_escorted else None,
        on_permit=facts.permit is not None,
    )


def _where(place: Place) -> dict[str, Any]:
    return {
        "port_id": place.port,
        "source": place.source,
        "reader_id": place.reader,
        "reader_code": place.code,
    }


def _who(loaded: Loaded) -> dict[str, Any]:
    keys = loaded.keys
    return {
        "badge_id": keys.badge,
        "badge_serial": keys.badge_serial,
        "person_id": keys.person,
        "person_ref": keys.person_ref,
    }


def _what(attempt: Attempt, actor: str) -> dict[str, Any]:
    """What the reader said. A guard who sends an attempt and compared by sight vouches for it."""
    return {
        "code": attempt.nonce,
        "direction": attempt.direction.value,
        "auth_mode": attempt.kept_mode,
        "vehicle": attempt.vehicle,
        "presented": attempt.digest,
        "biometric": attempt.biometric.kept,
        "occupants": attempt.occupants,
        "vouched_by": [*attempt.guards, *([actor] if attempt.vouched else [])],
        "list_issued_at": attempt.list_issued_at,
    }
