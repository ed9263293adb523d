"""G10: cases are closed by somebody who is close to the person, or who closes everything."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from access.detection.governance_facts import CaseClosing
from access.detection.hands import Hands, hands
from access.detection.rights import approvals
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("in_a_row", 20, "closings", "some cases in twenty are something; start value", _START),
    Parameter("approved_within", 90, "days", "as long as a favour is remembered (rule G02)", _START),
)


def case_closed_by_a_friend(window: Window, given: Given) -> Iterator[Hit]:
    """A case was closed as harmless by its own subject, a member of the same team or the approver of their
    access; or somebody has closed twenty in a row as harmless.

    Nobody judges themselves or their like. Reviewers tire, too: in triage as in access reviews answers become
    alike when none is looked at again.
    """
    known = window.once(hands)
    ordered = sorted(window.context.case_closings or (), key=lambda closing: (closing.at, closing.ref))
    ordered = [closing for closing in ordered if closing.at <= window.until]
    for closing in ordered:
        if closing.harmless and closing.at >= window.since:
            ties = _ties(window, closing, known, given)
            if ties:
                yield _close_hit(closing, known, ties)
    for closer, closings in grouped(ordered, lambda closing: known.behind(closing.by)).items():
        if closer:
            yield from _rows(closer, closings, given)


def _ties(window: Window, closing: CaseClosing, known: Hands, given: Given) -> list[str]:
    """What ties the closer to the subject."""
    closer, subject = known.behind(closing.by), known.behind(closing.subject)
    if not closer or not subject:
        return []
    if closer == subject:
        return ["the person whom it was about"]
    ties = []
    here, there = window.people.get(closer), window.people.get(subject)
    if here and there and here.teams & there.teams:
        ties.append("somebody of the same team")
    made = window.once(approvals)
    first = bisect_left(made, closing.at - given.duration("approved_within"), key=lambda each: each.at)
    last = bisect_left(made, closing.at, key=lambda each: each.at)
    if any(
        known.behind(each.by) == closer and known.behind(each.account) == subject for each in made[first:last]
    ):
        ties.append("whoever approved their access")
    return ties


def _close_hit(closing: CaseClosing, known: Hands, ties: Sequence[str]) -> Hit:
    own = known.behind(closing.by) == known.behind(closing.subject)
    return Hit(
        person=known.behind(closing.by),
        key=f"{closing.ref}:tie",
        events=(closing.ref,),
        first_at=closing.at,
        last_at=closing.at,
        text=f"A case was closed as harmless on {moment(closing.at)} by {' and '.join(ties)}.",
        severity=Severity.HIGH if own else Severity.MEDIUM,
        tried=(Tried("relatives", "Who is related to whom is not on record here."),),
    )


def _rows(closer: str, closings: Sequence[CaseClosing], given: Given) -> Iterator[Hit]:
    """One finding for each unbroken row, as long as it is so far."""
    row: list[CaseClosing] = []
    for closing in (*closings, None):
        if closing is not None and closing.harmless:
            row.append(closing)
            continue
        if len(row) >= given.number("in_a_row"):
            yield Hit(
                person=closer,
                key=f"{closer}:row:{row[0].ref}",
                events=tuple(each.ref for each in row),
                first_at=row[0].at,
                last_at=row[-1].at,
                text=(
                    f"{counted(len(row), 'case')} in a row were closed as harmless, from {moment(row[0].at)} "
                    f"to {moment(row[-1].at)}."
                ),
                strength=len(row) / given.number("in_a_row"),
            )
        row = []


RULE = Rule(
    id="G10",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.MEDIUM,
    title="Case closed by a friend, or like all others",
    innocent=(
        "A small desk where everybody knows everybody; a rule that really brings nothing, and should be "
        "changed rather than closed away."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=90),
    detect=case_closed_by_a_friend,
    needs=frozenset({Feed.CASE_CLOSINGS}),
)
