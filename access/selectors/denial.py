"""Look-ups that were refused, for whoever asks for access by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.enums import DataAction, DataResult, FieldClass
from access.models import DataEvent
from accounts.models import Port, User


@dataclass(frozen=True, slots=True)
class Denial:
    port: Port
    object_ref: str
    action: DataAction
    field_class: FieldClass
    at: datetime


def denial_of(name: str, user: User) -> Denial | None:
    """The refused look-up of this id that was decided here for this account, by whomever it was asked."""
    try:
        number = UUID(name)
    except ValueError:
        return None
    event = (
        DataEvent.objects.select_related("port")
        .filter(id=number, source="decision", account=user.username, result=DataResult.DENIED.value)
        .first()
    )
    if event is None:
        return None
    field_class = FieldClass(event.field_class)
    return Denial(event.port, event.object_ref, event.action_word, field_class, event.at)
