"""D24: a person opens their own file, or a colleague's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.facts import DataFact
from access.detection.rule import Family, Given, Hit, Rule, Tried
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, listed, moment
from access.enums import DataResult, Severity
from access.need_to_know.explanation import FULL

FILES = frozenset(
    {"account", "application", "assessment", "clearance", "person", "person_case", "vetting_file"}
)
"""Object types that are about one person, named by the person's reference."""


def own_or_colleagues_file_opened(window: Window, given: Given) -> Iterator[Hit]:
    """A person opened the own file, the own case, or the file of a colleague, without a case for it.

    Nobody handles a matter of their own; colleagues' files need an order or a case of somebody else. Whoever
    wants to know what is known of them goes by the request for access of data protection law (GDPR article
    15). In hospitals 975 of 10.5 million look-ups were of co-workers (PMC3128412).
    """
    opened: defaultdict[tuple[str, str, date], list[DataFact]] = defaultdict(list)
    for fact in window.data_events:
        if fact.object_type in FILES and fact.person and fact.object and fact.result == DataResult.OK:
            whose = _whose(window, fact)
            if whose == "own" or (whose and window.explainer.answer(fact).weight < FULL):
                opened[fact.person, whose, day(fact.at)].append(fact)
    for (person, whose, on), facts in opened.items():
        yield _hit(person, whose, on, facts)


def _whose(window: Window, fact: DataFact) -> str:
    """own, colleague, or nothing for a stranger's file, which is the work of those who may open it."""
    if fact.object in (fact.person, fact.account):
        return "own"
    me, other = window.people.get(fact.person), window.people.get(fact.object)
    if me is None or other is None:
        return ""
    same = me.teams & other.teams or (me.organisation and me.organisation == other.organisation)
    return "colleague" if same else ""


def _hit(person: str, whose: str, on: date, facts: Sequence[DataFact]) -> Hit:
    kinds = sorted({fact.object_type.replace("_", " ") for fact in facts})
    files = len({fact.object for fact in facts})
    about = "The person's own" if whose == "own" else f"{counted(files, 'file')} of colleagues:"
    changed = sum(not fact.is_look for fact in facts)
    change = f" {counted(changed, 'time')} it was changed." if changed else ""
    return Hit(
        person=person,
        key=f"{person}:{whose}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"{about} {listed(kinds)} opened {counted(len(facts), 'time')} from "
            f"{moment(facts[0].at)}.{change}"
        ),
        tried=(
            Tried("case", "No order or case names the file and the person.")
            if whose == "colleague"
            else Tried("case", "Nobody handles a matter of their own, so no case was looked for."),
        ),
    )


RULE = Rule(
    id="D24",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Own or colleague's file opened",
    innocent=(
        "A person of the same name was looked for and the wrong file opened; or a duty of personnel or the "
        "badge office for which no case is opened."
    ),
    parameters=(),
    look_back=timedelta(days=1),
    detect=own_or_colleagues_file_opened,
    needs=frozenset({Feed.DATA, Feed.PEOPLE}),
)
