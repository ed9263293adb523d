"""What the reporter's door may know before anything is sent: hubs, crowds, units, printed cards."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.enums import RecipientKind
from hotline.guide.narrowing import Crowds
from hotline.models import Campaign, Crowd, Hub, Recipient


@dataclass(frozen=True, slots=True)
class CrowdSizes:
    """How many work in a hub, and how many of them would give an answer."""

    people: int
    by_answer: Crowds


def open_hubs() -> list[Hub]:
    return list(Hub.objects.filter(is_open=True).order_by("name"))


def campaign(code: str) -> Campaign | None:
    return Campaign.objects.select_related("hub").filter(code=code, hub__is_open=True).first()


def units(hub: Hub) -> list[str]:
    """The units whose members read this hub's reports. Names of people are shown to nobody outside."""
    own = Recipient.objects.filter(hub=hub, kind=RecipientKind.OWN.value, ended_on=None)
    return sorted(set(own.values_list("unit", flat=True)))


def has_sister(hub: Hub) -> bool:
    """Whether somebody at a sister port can read instead of this hub's people."""
    return Recipient.objects.filter(hub=hub, kind=RecipientKind.SISTER.value, ended_on=None).exists()


def crowd_sizes(hub: Hub) -> CrowdSizes:
    counted = {(row.question, row.option): row.people for row in Crowd.objects.filter(hub=hub)}
    return CrowdSizes(people=counted.pop(("", ""), 0), by_answer=counted)
