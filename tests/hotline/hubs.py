"""Port hubs with a hotline, and people outside the port company who read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hotline.enums import RecipientKind
from hotline.models import Hub, ReceiptScheme, Recipient
from hotline.sealing.identity import Identity, new_identity

SALT = b"tests-share-salt"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open hub, and the keys of its recipients by their names."""

    hub: Hub
    identities: dict[str, Identity]


def cheap_receipts() -> None:
    """The least that a guess may cost, so that tests do not wait."""
    ReceiptScheme.objects.get_or_create(
        only=True, defaults={"salt": SALT, "memory_kib": 64 * 1024, "passes": 1}
    )


def open_hub(locode: str = "XXPEX", name: str = "Port of Example", *, sister: bool = True) -> Opened:
    """A hub with two recipients of its own and, if asked, one at a sister port."""
    hub = Hub.objects.create(
        locode=locode,
        name=name,
        country="BE",
        languages=["en", "nl"],
        recovery_key=new_identity().public,
        is_open=True,
    )
    people = [
        ("Ingrid Oord", "Ombuds office", RecipientKind.OWN),
        ("Paul Weiss", "Trust centre", RecipientKind.OWN),
    ]
    if sister:
        people.append(("Greta Holm", "Sister port", RecipientKind.SISTER))
    identities = {}
    for name_, unit, kind in people:
        identities[name_] = new_identity()
        Recipient.objects.create(
            hub=hub,
            account=name_.lower().replace(" ", "."),
            name=name_,
            unit=unit,
            kind=kind.value,
            public_key=identities[name_].public,
            wrapped_identity=b"not opened in these tests",
            independence="Works for the city, not for the port.",
            enrolled_by="test",
            enrolled_on=date(2026, 11, 1),
        )
    return Opened(hub, identities)
