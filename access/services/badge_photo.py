"""Keeps the pictures of badges. The one writer of photos."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from access.badging import photo
from access.badging.photo import Crop
from access.models import BadgePhoto
from access.permissions.badge import may_photograph
from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.models import Person


def keep(
    person: Person, content: bytes, *, crop: Crop = Crop.TOP, actor: User, scope: Scope, at: datetime
) -> BadgePhoto:
    """Take a picture of a person for their next badge; earlier ones stay with the badges that show them.

    Refuses when: the actor is no badge officer there, or is the person (Refused); the file is no picture that
    can be taken (InvalidInput).
    Records: access.badge_photo.kept.
    """
    require(may_photograph(actor, scope, person))
    image = photo.read(content, crop)
    with transaction.atomic():
        kept = BadgePhoto.objects.create(
            person=person,
            image=image,
            digest=hashlib.sha256(image).digest(),
            taken_at=at,
            taken_by=actor.reference,
        )
        record.append(
            "access.badge_photo.kept",
            actor=actor.reference,
            at=at,
            subject=person.reference,
            port=person.port.locode,
            photo=f"badge_photo:{kept.pk}",
        )
    return kept
