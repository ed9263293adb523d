"""A badge for somebody, by the hands that it takes: one takes the photo, one asks, another issues."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from access.models import Area, BadgePhoto, BadgeRequest
from access.services import badge, badge_photo, badge_request, badge_type
from screening.models import Person
from tests.people import Cast

NEED = "Works the cranes of the terminal."


@cache
def picture(colour: str = "steelblue", size: tuple[int, int] = (480, 600)) -> bytes:
    """A drawn face as JPEG."""
    drawn = Image.new("RGB", size, "white")
    width, height = size
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((width * 0.3, height * 0.15, width * 0.7, height * 0.6), fill=colour)
    pen.ellipse((width * 0.1, height * 0.65, width * 0.9, height * 1.4), fill=colour)
    target = io.BytesIO()
    drawn.save(target, "JPEG")
    return target.getvalue()


def photographed(person: Person, cast: Cast, *, at: datetime) -> BadgePhoto:
    """The newest photo of a person; Carol takes one where there is none."""
    return person.badge_photos.first() or badge_photo.keep(person, picture(), **cast.carol.acts(at))


def asked_for(
    person: Person,
    areas: Sequence[Area],
    cast: Cast,
    *,
    at: datetime,
    days: int = 100,
    until: date | None = None,
    **more: Any,
) -> BadgeRequest:
    """Cees asks for a standard badge; there is a photo already. `days` count from that of the port."""
    photographed(person, cast, at=at)
    given: dict[str, Any] = {
        "badge_type": badge_type.standard(person.port, at=at),
        "areas": list(areas),
        "need": NEED,
        "needed_until": until or timezone.localdate(at) + timedelta(days=days),
    }
    return badge_request.ask(person, **given | more, **cast.cees.acts(at))


def issued(
    person: Person,
    areas: Sequence[Area],
    cast: Cast,
    *,
    at: datetime,
    days: int = 100,
    until: date | None = None,
    **more: Any,
) -> badge.Issued:
    """The same, and Carol issues the badge."""
    request = asked_for(person, areas, cast, at=at, days=days, until=until, **more)
    return badge.issue(request, **cast.carol.acts(at))
