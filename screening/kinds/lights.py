"""What an employer learns of a person."""

from __future__ import annotations

from screening.enums import PersonStanding
from screening.kinds.words import Light


def light(standing: PersonStanding, *, escort_only: bool = False) -> Light:
    """Green, amber or red. Why somebody is not cleared, and how far a case is, stays with the person.

    Whoever may come under escort only is amber: the work may begin, not alone.
    """
    if standing is PersonStanding.CLEARED:
        return Light.AMBER if escort_only else Light.GREEN
    return Light.AMBER if standing is PersonStanding.BEING_CHECKED else Light.RED
