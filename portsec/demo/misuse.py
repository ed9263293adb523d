"""Six pieces of misuse planted in the made-up port, each for a rule of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from access.containers import check_digit
from portsec.demo.port import DemoPort, Row

SEIZED = 5  # boxes, each of a ship of its own


def plant(port: DemoPort) -> dict[str, str]:
    """Adds the rows and returns which rule each one should raise, by person."""
    revoked, suspended, lender, curious, counting, informed = port.suspects
    yesterday = (port.until - timedelta(days=1)).replace(hour=2, minute=17, second=0, microsecond=0)
    plants: tuple[tuple[str, Callable[[DemoPort, Row, datetime], None], Row], ...] = (
        ("P06", revoked_badge_used, revoked),
        ("D22", access_after_suspension, suspended),
        ("P02", entered_twice, lender),
        ("D01", curious_clerk, curious),
        ("D04", counting_through, counting),
        ("D02", boxes_for_others, informed),
    )
    planted = {}
    for rule, misuse, who in plants:
        misuse(port, who, yesterday)
        planted[str(who["person"])] = rule
    return planted


def revoked_badge_used(port: DemoPort, who: Row, at: datetime) -> None:
    """A badge is revoked and tried twice the night after."""
    port.files["badges.csv"].append(
        {**_badge(who), "valid_from": (at - timedelta(hours=20)).isoformat(), "state": "revoked"}
    )
    for minutes in (0, 3):
        port.gate(at + timedelta(minutes=minutes), "GB1", "in", who, result="refused", reason="badge_revoked")


def access_after_suspension(port: DemoPort, who: Row, at: datetime) -> None:
    """A clearance is suspended; the holder tries two gates."""
    granted = next(row for row in port.files["clearances.csv"] if row["person"] == who["person"])
    port.files["clearances.csv"].append(
        {**granted, "valid_from": (at - timedelta(days=1)).date().isoformat(), "state": "suspended"}
    )
    for minutes, reader in ((5, "GA1"), (19, "GB1")):
        port.gate(
            at + timedelta(minutes=minutes), reader, "in", who, result="refused", reason="clearance_suspended"
        )


def entered_twice(port: DemoPort, who: Row, at: datetime) -> None:
    """The same badge goes in twice without coming out, on two nights: it is being lent."""
    for nights in (0, 2):
        first = at - timedelta(days=nights)
        port.gate(first, "GA1", "in", who)
        port.gate(first + timedelta(minutes=7), "GA2", "in", who)
        port.gate(first + timedelta(hours=3), "GA1", "out", who)


def curious_clerk(port: DemoPort, who: Row, at: datetime) -> None:
    """Nine boxes from origins of most seizures are opened at night; no work asks for it."""
    boxes = [box for box in port.boxes if box["risk"] == 3][-9:]
    for number, box in enumerate(boxes):
        port.look_up(at + timedelta(minutes=4 * number), str(who["person"]), str(box["container"]), "S3")


def counting_through(port: DemoPort, who: Row, at: datetime) -> None:
    """Seven numbers in a row are tried within minutes."""
    for number in range(7):
        ten = f"EXAU{540100 + 2 * number}"
        port.look_up(
            at + timedelta(minutes=30 + number),
            str(who["person"]),
            f"{ten}{check_digit(ten)}",
            "S2",
            result="not_found",
        )


def boxes_for_others(port: DemoPort, who: Row, at: datetime) -> None:
    """A guard looks up one box from a risky origin on each of five ships; two days ago they were seized."""
    seized_at = at - timedelta(days=1)
    risky = [
        box for box in port.boxes if box["risk"] == 3 and str(box["discharged_at"]) < seized_at.isoformat()
    ]
    by_ship = {str(box["vessel_call"]): box for box in risky}
    for number, box in enumerate(list(by_ship.values())[-SEIZED:]):
        looked_at = datetime.fromisoformat(str(box["discharged_at"])) + timedelta(minutes=50)
        port.look_up(looked_at, str(who["person"]), str(box["container"]), "S2")
        port.files["incidents.csv"].append(
            {
                "incident": f"SEIZURE-{number + 1}",
                "at": (seized_at + timedelta(minutes=number)).isoformat(),
                "kind": "seizure",
                "container": box["container"],
                "area": "CUSTOMS",
            }
        )


def _badge(who: Row) -> Row:
    return {key: value for key, value in who.items() if key not in {"trade", "starts"}}
