"""Which badge a card names: a signed credential (`PB1:…`), an older random one, or the printed number."""

from __future__ import annotations

from datetime import datetime

from access.credential.base45 import PREFIX
from access.credential.refusal import Fault
from access.gate.credential import REPLACED
from access.models import Badge, Reader
from access.selectors.credential_key import verifying_keys
from access.services import credential
from access.services.credential import credential_hash
from access.services.gate_attempt import Card

LONGEST_NUMBER = Badge._meta.get_field("serial").max_length or 0


def card_shown(reader: Reader, text: str, serial: str = "", *, at: datetime) -> Card:
    """What was read from a card, or typed from it where nothing was read."""
    if not text:
        return Card(serial=serial or None)
    if not text.startswith(PREFIX):
        return Card(credential_hash=credential_hash(text))
    keys = verifying_keys(reader.port)
    found = credential.find(text, keys) if keys is not None else Fault.KEY_UNKNOWN
    if isinstance(found, Fault):
        return Card(fault=found.value)
    replaced = found.ended_at is not None and found.ended_at <= at
    return Card(badge=found.badge_id, fault=REPLACED if replaced else None)


def serial_shown(reader: Reader, text: str, *, at: datetime) -> str:
    """The printed number of a companion's badge, which may have been read instead of typed."""
    if len(text) <= LONGEST_NUMBER and not text.startswith(PREFIX):
        return text
    card = card_shown(reader, text, at=at)
    if card.fault is not None:
        return ""
    found = Badge.objects.filter(port_id=reader.port_id)
    found = found.filter(pk=card.badge) if card.badge else found.filter(credential_hash=card.credential_hash)
    return found.values_list("serial", flat=True).first() or ""
