"""Which parts of listed names may stand for a part of the subject's name, by the matcher's own measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.matching import nicknames
from screening.matching.alignment import likeness
from screening.matching.spelling import EDITS_ALLOWED, EDITS_ALLOWED_BEYOND, edits_allowed, sound

# By `spelling.edits_allowed` two parts of eight letters may be three slips apart, shorter ones two or one.
MOST_EDITS = EDITS_ALLOWED_BEYOND
SHORT_PART, LONG_PART = EDITS_ALLOWED[1][0], EDITS_ALLOWED[-1][0] + 1
END = LONG_PART // 2  # letters at either end of a long part
# Parts cached with what is close to them. People share names: 100,000 hold about 30,000 different parts.
MOST_CACHED = 50_000


class PartIndex:
    """Parts that are known, never forgotten. Not safe to add to while another thread searches.

    What is found is everything with a likeness above 0, but for what a single letter may stand for.
    """

    def __init__(self) -> None:
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._by_nickname: dict[int, set[str]] = defaultdict(set)  # entry of the table -> parts
        self._by_shortened: dict[str, str] = {}  # parts parted by spaces: far smaller than sets
        self._by_end: dict[str, str] = {}
        self._near: dict[str, tuple[str, ...]] = {}

    def add(self, part: str) -> None:
        """Take in a part that is not known yet."""
        self._near.clear()
        self._by_sound[sound(part)].add(part)
        for entry in nicknames.entries_with(part):
            self._by_nickname[entry].add(part)
        for shortened in _shortened(part):
            _append(self._by_shortened, shortened, part)
        for end in _ends_kept(part) if len(part) >= LONG_PART else ():
            _append(self._by_end, end, part)

    def close_to(self, part: str) -> tuple[str, ...]:
        """The known parts that may stand for this one, each once, in any order."""
        known = self._near.get(part)
        if known is None:
            if len(self._near) >= MOST_CACHED:
                self._near.clear()
            known = self._near[part] = tuple(self._searched(part))
        return known

    def _searched(self, part: str) -> Iterator[str]:
        certain, perhaps = self._few_slips_away(part)
        perhaps.update(self._by_sound.get(sound(part), ()))
        for entry in nicknames.entries_with(part):
            perhaps.update(self._by_nickname.get(entry, ()))
        yield from certain
        yield from (other for other in perhaps - certain if likeness(part, other) > 0)

    def _few_slips_away(self, part: str) -> tuple[set[str], set[str]]:
        """Parts that are as close as slips may leave them, and parts that only doubled letters may excuse."""
        near: set[str] = set()
        for shortened in _shortened(part):
            near.update(self._by_shortened.get(shortened, "").split())
        for end in _ends_looked_for(part) if len(part) >= LONG_PART else ():
            near.update(self._by_end.get(end, "").split())
        hits = process.extract(part, near, scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=None)
        certain = {other for other, edits, _ in hits if edits <= edits_allowed(min(len(part), len(other)))}
        return certain, {other for other, edits, _ in hits if edits == abs(len(part) - len(other))}


def less_a_letter(text: str) -> set[str]:
    """The text in every way that leaves one letter out."""
    return {text[:at] + text[at + 1 :] for at in range(len(text))}


def _append(parts: dict[str, str], key: str, part: str) -> None:
    known = parts.get(key)
    parts[key] = f"{known} {part}" if known else part


def _shortened(part: str) -> set[str]:
    """The part with up to two letters left out: two parts that are two slips apart share one of these."""
    once = less_a_letter(part)
    if len(part) <= SHORT_PART:
        return {part, *once}
    return {part, *once, *(twice for each in once for twice in less_a_letter(each))}


def _ends_kept(part: str) -> set[str]:
    """By what a long part is found whose first or last four letters are written with one slip at most."""
    return {
        side + key
        for side, text in _ends(part)
        for key in (
            *(text[: END - 1], text[:END]),
            *less_a_letter(text[:END]),
            *less_a_letter(text[: END + 1]),
        )
    }


def _ends_looked_for(part: str) -> set[str]:
    """Of three slips in a long part, the first or the last four letters hold one at most.

    Only in a part of eight letters, where both ends meet, may two letters have changed places between them.
    """
    turned = part[: END - 1] + part[END] + part[END - 1] + part[END + 1 :]
    wanted = (part, turned) if len(part) == 2 * END else (part,)
    return {
        side + key
        for each in wanted
        for side, text in _ends(each)
        for key in (text[:END], *less_a_letter(text[:END]))
    }


def _ends(part: str) -> Iterator[tuple[str, str]]:
    yield "^", part
    yield "$", part[::-1]
