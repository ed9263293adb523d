"""What a declaration still lacks, step by step, as sentences for the person.

Each sentence is a pattern with its values beside it, so that it can be said in the person's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from screening.enums import DocumentKind, Track
from screening.history.account import Account
from screening.saying import gettext_noop

ABOUT, ADDRESSES, ACTIVITIES = "about", "addresses", "activities"
OFFENCES, INTERESTS, DOCUMENTS = "offences", "interests", "documents"
STEP_OF_TRACK = MappingProxyType({Track.RESIDENCE: ADDRESSES, Track.ACTIVITY: ACTIVITIES})


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is lacking. `step` is the page where it can be given."""

    step: str
    pattern: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.pattern % self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The person's part as far as completeness looks at it.

    `answered_offences`: with Yes or No, or left open on purpose, since nobody need accuse themselves.
    """

    account: Account
    has_nationality: bool
    is_birth_known: bool
    has_document: bool
    document_expires_on: date | None = None
    answered_offences: bool = True
    questions: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    wanted: tuple[DocumentKind, ...] = ()
    held: frozenset[DocumentKind] = frozenset()


def missing(part: Part) -> tuple[Missing, ...]:
    """Everything that is lacking, in the order of the steps; empty for a complete part."""
    return (*_about(part), *_history(part.account), *_answers(part), *_documents(part))


def _about(part: Part) -> Iterator[Missing]:
    if not part.has_nationality:
        yield Missing(ABOUT, gettext_noop("Name your nationality or nationalities."))
    if not part.is_birth_known:
        yield Missing(ABOUT, gettext_noop("Enter the place and country of birth."))
    if not part.has_document:
        yield Missing(ABOUT, gettext_noop("Name the passport or identity card that you will show."))
    elif part.document_expires_on is not None and part.document_expires_on < part.account.today:
        yield Missing(ABOUT, gettext_noop("The identity document has expired; name one that is valid."))


def _history(account: Account) -> Iterator[Missing]:
    for track, step in STEP_OF_TRACK.items():
        lines = account.addresses if track is Track.RESIDENCE else account.activities
        if not lines:
            yield Missing(step, _NOTHING[track])
            continue
        for gap in account.gaps(track):
            if not gap.is_explained:
                yield Missing(
                    step,
                    _GAP[track],
                    {"since": gap.period.since, "until": gap.period.until, "days": gap.period.days},
                )


def _answers(part: Part) -> Iterator[Missing]:
    if not part.answered_offences:
        yield Missing(OFFENCES, gettext_noop("Answer the questions about convictions and proceedings."))
    if part.questions - part.answered:
        yield Missing(INTERESTS, gettext_noop("Answer every question about interests and links."))


def _documents(part: Part) -> Iterator[Missing]:
    for kind in part.wanted:
        if kind not in part.held:
            yield Missing(DOCUMENTS, gettext_noop("Add: %(document)s."), {"document": kind.label})


_NOTHING = {
    Track.RESIDENCE: gettext_noop("Enter where you lived in the last five years."),
    Track.ACTIVITY: gettext_noop("Enter what you did in the last five years."),
}
_GAP = {
    Track.RESIDENCE: gettext_noop(
        "No address is told from %(since)s to %(until)s (%(days)s days). Add one, or explain the gap."
    ),
    Track.ACTIVITY: gettext_noop(
        "Nothing is told from %(since)s to %(until)s (%(days)s days). Add what you did, or explain the gap."
    ),
}
