"""The matcher: how strongly a subject resembles a listed entry, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screening.enums import EntityKind
from screening.matching import confirming, nicknames
from screening.matching.alignment import NICKNAME, Alignment, Pair, align
from screening.matching.evidence import Agreement, Evidence
from screening.matching.names import normalise
from screening.matching.subject import Subject
from screening.watchlists.entity import ListedEntity, ListedName

# From this score on an officer sees the hit. 0.70 is the cut that yente ships (read August 2026); here it
# lies on the plateau of F1 over 281 labelled pairs of persons (November 2026).
ALERT_THRESHOLD = 0.70
# A weak alias ("El Gordo") never raises an alert alone; with the same day of birth it does (logic-v2: 0.80).
WEAK_CAP = 0.65
WEAK_CONFIRMED_CAP = 0.80
# The same paper number outweighs any name (logic-v2: 0.85 for identifiers).
DOCUMENT_SCORE = 0.85
# What a contradiction takes from the score when it is decided whether a hit becomes an alert. Values of
# logic-v2 are 0.15 for the year of birth, 0.20 for sex, 0.20 for country; people hold several nationalities
# and lists are incomplete, so country counts half here. At most MOST_TAKEN: whatever contradicts it, a name
# of 0.90 always reaches an officer.
TAKEN_BY_CONTRADICTION = {"birth_date": 0.15, "sex": 0.20, "nationality": 0.10}
MOST_TAKEN = 0.20
# The name's share of the priority; the rest comes from confirming evidence.
NAME_SHARE = 0.40
# A name this close is shown as agreeing.
NAME_AGREES = 0.90


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one subject and one entry.

    `score` (0 to 1) is how far the names are the same; it decides about alerts. `priority` (0 to 1) is how
    complete the confirmation by other fields is; it orders the queue. Both explain themselves in `evidence`.
    """

    score: float
    priority: float
    evidence: tuple[Evidence, ...]
    subject_name: str = ""
    listed_name: ListedName | None = None

    @property
    def contradiction(self) -> float:
        """What differing fields take from the score, 0 to MOST_TAKEN; 0 where a paper's number agrees."""
        taken = 0.0
        for line in self.evidence:
            if line.field == "document" and line.verdict is Agreement.AGREE:
                return 0.0
            if line.verdict is Agreement.DIFFER:
                taken += TAKEN_BY_CONTRADICTION.get(line.field, 0.0)
        return min(taken, MOST_TAKEN)

    @property
    def explanation(self) -> str:
        """The sentences of all fields that say something, the name first."""
        return " ".join(line.sentence for line in self.evidence if line.verdict is not Agreement.MISSING)

    def as_data(self) -> dict[str, Any]:
        """Plain JSON values for the hit's row."""
        return {
            "score": self.score,
            "priority": self.priority,
            "subject_name": self.subject_name,
            "listed_name": self.listed_name.text if self.listed_name else "",
            "listed_name_quality": self.listed_name.quality if self.listed_name else "",
            "evidence": [line.as_data() for line in self.evidence],
        }


def is_alert(match: Match, threshold: float = ALERT_THRESHOLD) -> bool:
    """Whether an officer must see this hit: the score, less what contradicts it, reaches the threshold."""
    return match.score - match.contradiction >= threshold - 1e-9


def score(subject: Subject, entity: ListedEntity) -> Match:
    """Compares every name of the one with every name of the other, then everything else."""
    if subject.kind is not entity.kind:
        said = f"Looked for: {subject.kind.label.lower()}. On the list: {entity.kind.label.lower()}."
        return Match(0.0, 0.0, (Evidence("kind", Agreement.DIFFER, 0.0, said),))
    others = confirming.evidence(subject, entity)
    born_the_same_day = others[0].verdict is Agreement.AGREE
    best, found, mine, theirs = _best_name(subject, entity, born_the_same_day)
    same_paper = any(line.field == "document" and line.verdict is Agreement.AGREE for line in others)
    total = max(best, DOCUMENT_SCORE) if same_paper else best
    priority = NAME_SHARE * total + sum(line.weight for line in others)
    return Match(
        score=round(total, 4),
        priority=round(min(max(priority, 0.0), 1.0), 4),
        evidence=(_name_evidence(best, found, mine, theirs), *others),
        subject_name=mine,
        listed_name=theirs,
    )


def name_score(one: str, other: str, kind: EntityKind = EntityKind.PERSON) -> float:
    """How far two bare names are the same, 0 to 1: `one` is the subject's, `other` the listed one."""
    return align(normalise(one, kind), normalise(other, kind)).score


def _best_name(
    subject: Subject, entity: ListedEntity, born_the_same_day: bool
) -> tuple[float, Alignment, str, ListedName]:
    best = (0.0, Alignment(0.0), subject.names[0] if subject.names else "", entity.names[0])
    for text in subject.names:
        mine = normalise(text, subject.kind)
        for listed in entity.names:
            found = align(mine, normalise(listed.text, entity.kind))
            value = found.score
            if listed.quality == "weak":
                value = min(value, WEAK_CONFIRMED_CAP if born_the_same_day else WEAK_CAP)
            if value > best[0]:
                best = (value, found, text, listed)
    return best


def _name_evidence(value: float, found: Alignment, mine: str, theirs: ListedName) -> Evidence:
    verdict = Agreement.DIFFER
    if value >= NAME_AGREES:
        verdict = Agreement.AGREE
    elif found.pairs or found.whole:
        verdict = Agreement.PARTIAL
    kind = {"primary": "name", "strong": "alias", "weak": "weak alias"}[theirs.quality]
    sentence = f'"{mine}" and the listed {kind} "{theirs.text}" {_agreement(found)}.'
    return Evidence("name", verdict, round(value, 4), sentence)


def _agreement(found: Alignment) -> str:
    if found.whole:
        return found.whole
    if not found.pairs:
        return "have no part in common"
    same = [pair.subject for pair in found.pairs if pair.closeness == 1]
    close = [_likeness(pair) for pair in found.pairs if pair.closeness < 1]
    said = [f"share {', '.join(same)}"] if same else []
    if close:
        said.append(("" if same else "share no part as written: ") + "; ".join(close))
    if found.extra_subject:
        said.append(f"only the person has {', '.join(found.extra_subject)}")
    if found.extra_listed:
        said.append(f"only the list has {', '.join(found.extra_listed)}")
    return "; ".join(said)


def _likeness(pair: Pair) -> str:
    if pair.closeness == NICKNAME:
        if nicknames.is_short_for(pair.subject, pair.listed):
            return f"{pair.subject} is short for {pair.listed}"
        if nicknames.is_short_for(pair.listed, pair.subject):
            return f"{pair.listed} is short for {pair.subject}"
    return f"{pair.subject} is close to {pair.listed}"
