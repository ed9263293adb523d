"""What happens at gates beside attempts; for tests of the pages of gates."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import datetime

import qrcode
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from access.models import Badge, BadgePhoto, DoorEvent
from access.services import credential
from tests.people import MAKER
from tests.scenario import Scenario

PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")  # begins and ends like a JPEG


def make_door_event(made: Scenario, kind: str, *, at: datetime, attempt: str = "") -> DoorEvent:
    """What the door at the one reader told."""
    return DoorEvent.objects.create(
        port=made.port,
        source=f"reader:{made.reader.code}",
        code=str(uuid.uuid4()),
        reader=made.reader,
        kind=kind,
        at=at,
        received_at=at,
        attempt=attempt,
    )


def make_photo(badge: Badge, *, at: datetime) -> BadgePhoto:
    """A picture on a badge."""
    assert badge.person is not None
    photo = BadgePhoto.objects.create(
        person=badge.person,
        image=PICTURE,
        digest=hashlib.sha256(PICTURE).digest(),
        taken_at=at,
        taken_by=MAKER,
    )
    Badge.objects.filter(pk=badge.pk).update(photo=photo)
    return photo


def signed_text(made: Scenario, at: datetime) -> str:
    """What the QR code on the card of the one badge says."""
    held = credential.newest(made.badge)
    return credential.again(held).qr_text if held else credential.sign_for(made.badge, at=at).qr_text


def photographed(text: str, name: str = "card.jpg") -> SimpleUploadedFile:
    """A picture of a QR code, as a phone hands it in."""
    code = qrcode.make(text).get_image().convert("RGB").resize((700, 700))
    paper = Image.new("RGB", (1600, 1200), "grey")
    paper.paste(code.rotate(4, fillcolor="white"), (400, 200))
    target = io.BytesIO()
    paper.save(target, "PNG" if name.endswith("png") else "JPEG", quality=75)
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")
