"""Who can see a container, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from access.selectors.near_object import accounts_near, people_near
from access.selectors.would_see import MOST_JUDGED, Asking, Foreseen, Sight, foreseen

PERSON: Final = "person"
ACCOUNT: Final = "account"


@dataclass(frozen=True, slots=True)
class Seer:
    """An account or person who may see, by the name that logs use, and the decision that says why."""

    name: str
    foreseen: Foreseen


@dataclass(frozen=True, slots=True)
class SeenBy:
    """A part of the answer, in the order of keys. `after`: where the next part begins; empty at the end."""

    rows: Sequence[Seer]
    after: str = ""


def visible_to(sight: Sight, container: str, subject_type: str, *, after: str = "", limit: int) -> SeenBy:
    """Accounts or people of the port who would be shown this now; each is decided as if they asked.

    All parts together are complete: whoever is left out would be refused. Raises ValueError for an `after`
    that is none of ours.
    """
    near = _candidates(sight, container, subject_type, int(after or 0))
    judged, more = near[:MOST_JUDGED], len(near) > MOST_JUDGED
    answers = foreseen(sight, [Asking(subject_type, name, container) for _, name in judged])
    rows = [
        (key, Seer(name, answer))
        for (key, name), answer in zip(judged, answers, strict=True)
        if answer.allowed
    ]
    if len(rows) > limit:
        return SeenBy([row for _, row in rows[:limit]], str(rows[limit - 1][0]))
    return SeenBy([row for _, row in rows], str(judged[-1][0]) if more else "")


def _candidates(sight: Sight, container: str, subject_type: str, after: int) -> list[tuple[int, str]]:
    """Keys and names behind that key, one more than are judged. Of other types nobody is known here."""
    if subject_type == ACCOUNT:
        accounts = accounts_near(sight.port, container, sight.field_class, at=sight.at)
        return list(accounts.filter(pk__gt=after).values_list("pk", "username")[: MOST_JUDGED + 1])
    if subject_type == PERSON:
        people = people_near(sight.port, container, sight.field_class, at=sight.at).filter(pk__gt=after)
        return [(person.pk, person.log_ref) for person in people[: MOST_JUDGED + 1]]
    return []
