"""What is printed on a card, and pictures of holders."""

from __future__ import annotations

from django.utils import timezone

from access.cards.facts import BadgeCard
from access.models import Area, Badge, BadgePhoto
from accounts.models import Port
from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Person

SEES_PHOTOS = (Capability.VIEW_BADGES.value, Capability.WATCH_GATES.value)
PLAIN_COLOUR, PLAIN_TYPE = "#1b4965", "Badge"  # of an imported badge, whose type nobody named


def card_of(badge: Badge, credential: str) -> BadgeCard:
    """A badge as it is printed, with the text of its QR code."""
    person, kind = badge.person, badge.badge_type
    return BadgeCard(
        serial=badge.serial,
        type_name=kind.name if kind else PLAIN_TYPE,
        colour=kind.colour if kind else PLAIN_COLOUR,
        generation=badge.generation,
        port=badge.port.name,
        name=person.full_name if person else badge.person_ref,
        native_name=person.native_name if person else "",
        organisation=person.organisation.name if person and person.organisation else "",
        job_title=person.job_title if person else "",
        photo=(bytes(badge.photo.image) or None) if badge.photo else None,
        areas=area_names(badge.port, badge.areas),
        valid_until=timezone.localdate(badge.valid_until),
        credential=credential,
        return_to=return_address(badge.port),
    )


def area_names(port: Port, codes: list[str]) -> tuple[str, ...]:
    """The names of areas as guards know them; the code of one that is gone."""
    names = dict(Area.objects.filter(port=port, code__in=codes).values_list("code", "name"))
    return tuple(sorted(names.get(code, code) for code in codes))


def return_address(port: Port) -> tuple[str, ...]:
    """Where finders send a card: the badge office, which says nothing of what the card opens."""
    return f"Badge office, {port.name}", f"UN/LOCODE {port.locode}"


def access_photo(serial: str, *, scope: Scope) -> BadgePhoto:
    """The photo on a badge, for whoever sees badges or watches gates there.

    Raises NotFound when there is none, or it is out of reach, or several ports in reach have that serial.
    """
    badges = Badge.objects.filter(serial=serial).select_related("photo")
    if not scope.is_system:
        badges = badges.filter(port_id__in=scope.ports(*SEES_PHOTOS))
    found = list(badges[:2])
    if len(found) != 1 or found[0].photo is None:
        raise NotFound("photo")
    return found[0].photo


def newest_photo(person: Person) -> BadgePhoto | None:
    """The photo that the next badge of a person will show."""
    return person.badge_photos.first()
