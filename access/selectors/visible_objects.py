"""What an account or person can see, and why; and what they may do to one container."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.enums import DataAction, FieldClass
from access.selectors.look_up import requester_named
from access.selectors.near_person import containers_near
from access.selectors.would_see import MOST_JUDGED, Asking, Foreseen, Sight, foreseen


@dataclass(frozen=True, slots=True)
class Seen:
    """A container that would be shown, and the decision that says why."""

    container: str
    foreseen: Foreseen


@dataclass(frozen=True, slots=True)
class Sees:
    """A part of the answer, in the order of numbers. `after`: behind which the next part begins."""

    rows: Sequence[Seen]
    after: str = ""


def visible_objects(sight: Sight, subject_type: str, name: str, *, after: str = "", limit: int) -> Sees:
    """Containers with a stay in the port that would be shown to this account or person now.

    All parts together are complete: what is left out would be refused.
    """
    requester = requester_named(sight.port, subject_type, name)
    if requester.user is None and requester.person is None:
        return Sees([])
    near = containers_near(sight.port, requester, sight.field_class, at=sight.at)
    numbers = list(near.filter(container__gt=after)[: MOST_JUDGED + 1])
    judged, rows = 0, list[Seen]()
    while judged < min(len(numbers), MOST_JUDGED) and len(rows) <= limit:
        part = numbers[judged : min(judged + limit + 1, MOST_JUDGED)]  # most often they fill the page
        answers = foreseen(sight, [Asking(subject_type, name, number) for number in part])
        rows += [Seen(number, answer) for number, answer in zip(part, answers, strict=True) if answer.allowed]
        judged += len(part)
    if len(rows) > limit:
        return Sees(rows[:limit], rows[limit - 1].container)
    return Sees(rows, numbers[judged - 1] if judged < len(numbers) else "")


def open_acts(sight: Sight, asking: Asking, acts: Sequence[tuple[DataAction, FieldClass]]) -> list[Foreseen]:
    """What would be decided for each of these acts on one container, in order; the sight's own act is not."""
    return foreseen(sight, [replace(asking, act=act) for act in acts])


def open_classes(sight: Sight, asking: Asking, above: FieldClass) -> list[FieldClass]:
    """The higher field classes that would be shown, too: what a page offers buttons for. Lowest first."""
    higher = [each for each in FieldClass if each.rank > above.rank]
    answers = open_acts(sight, asking, [(sight.action, each) for each in higher])
    return [each for each, answer in zip(higher, answers, strict=True) if answer.allowed]
