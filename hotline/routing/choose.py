"""Chooses the recipients of one report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hotline.enums import RecipientKind

SHORTEST_NAME: Final = 3  # letters; initials and particles name nobody
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can receive reports of a hub. `key` is theirs in the table."""

    key: int
    name: str
    unit: str
    kind: RecipientKind


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reporter said about who must not, or should, read the report.

    `units` were chosen from the list, `names` typed into the fields for people, `text` is all that was
    written. `to_sister`: the reporter trusts nobody at this port.
    """

    units: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    text: str = ""
    to_sister: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Who receives it. `excluded`: those whom the report names. `moved_on`: nobody was left at the port."""

    recipients: tuple[Candidate, ...]
    excluded: tuple[Candidate, ...] = ()
    moved_on: bool = False


def choose(candidates: Sequence[Candidate], wish: Wish) -> Choice:
    """The hub's own recipients, without those whom the report names or whose unit it names.

    Where that leaves nobody, or the reporter asks for it, a sister port's recipients receive it; where those
    are named too, the oversight board does. Nobody who is named ever receives it, even if nobody is left:
    then the recovery key alone opens it.
    """
    excluded = tuple(each for each in candidates if is_named(each, wish))
    left = [each for each in candidates if each not in excluded]
    first = RecipientKind.SISTER if wish.to_sister else RecipientKind.OWN
    for kind in (first, RecipientKind.SISTER, RecipientKind.OVERSIGHT):
        found = tuple(each for each in left if each.kind is kind)
        if found:
            return Choice(found, excluded, moved_on=kind is not first)
    return Choice((), excluded, moved_on=True)


def is_named(candidate: Candidate, wish: Wish) -> bool:
    """Whether the report speaks of this recipient: unit chosen, or name or unit written.

    In a field for names one word of theirs is enough; in other texts two words count, in any order. Rather a
    recipient too few than the accused one.
    """
    if candidate.unit in wish.units:
        return True
    own, written = _words(candidate.name), _words(wish.text)
    if len(own & written) >= min(2, len(own)) and own:
        return True
    unit = _plain(candidate.unit)
    is_written = bool(unit) and f" {unit} " in f" {_plain(wish.text)} "
    return is_written or _is_typed(own, wish.names)


def _is_typed(own: frozenset[str], names: Sequence[str]) -> bool:
    """Whether a typed name shares a word with theirs, as in "Otto, the tall one"."""
    return any(own & _words(name) for name in names)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _plain(text).split() if len(word) >= SHORTEST_NAME)


def _plain(text: str) -> str:
    """Lower case without accents; whatever is no letter is a space."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return _NO_LETTER.sub(" ", letters).strip()
