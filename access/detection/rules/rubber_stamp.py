"""G05: a reviewer keeps everything without looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from statistics import median

from access.detection.governance_facts import ReviewAnswer
from access.detection.hands import hands
from access.detection.rule import Family, Given, Hit, Parameter, Rule
from access.detection.window import Feed, Window, grouped
from access.detection.wording import day, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("kept", 95, "% of the answers", "a review that removes nothing reviewed nothing", _START),
    Parameter("pace", 3, "seconds a line", "nobody reads last use and peers faster; start value", _START),
    Parameter("answers", 20, "answers", "fewer do not show a pace or a share; start value", _START),
    Parameter("sitting", 10, "minutes", "a longer pause is a break, not reading; start value", _START),
    Parameter("one_click", 50, "answers at one moment", "other products offer such a button", _START),
)

_LOOK_BACK = timedelta(days=45)  # a campaign runs for a month at most, a postponed one for two weeks more


def everything_kept_unread(window: Window, given: Given) -> Iterator[Hit]:
    """A reviewer kept nearly everything, faster than the lines can be read or many in one click.

    At least 95 % kept with less than 3 s a line, or 50 lines at one moment. Reviewers of access tire: about
    95 % take part in the first campaign, below 70 % by the third, and products offer a button "approve all
    remaining" (help.clearid.io). One finding per reviewer and campaign.
    """
    known = window.once(hands)
    answers = sorted(window.context.review_answers or (), key=lambda answer: (answer.at, answer.ref))
    within = (answer for answer in answers if window.loaded_since is None or answer.at >= window.loaded_since)
    campaigns = grouped(
        (answer for answer in within if answer.at <= window.until and answer.by),
        lambda answer: (answer.by, answer.campaign or f"{day(answer.at):%Y-%m}"),
    )
    for (reviewer, campaign), given_there in campaigns.items():
        person = known.behind(reviewer)
        if person:
            yield from _judge(person, f"{reviewer}:{campaign}", given_there, given)


def _judge(person: str, key: str, answers: Sequence[ReviewAnswer], given: Given) -> Iterator[Hit]:
    kept = sum(answer.kept for answer in answers)
    at_once = max(
        (_kept_together(same) for _, same in groupby(answers, key=lambda answer: answer.at)), default=0
    )
    pace = _pace(answers, given.duration("sitting"))
    fast = pace is not None and pace < given.number("pace") and len(answers) >= given.number("answers")
    mostly_kept = 100 * kept >= given.number("kept") * len(answers)
    clicked = at_once >= given.number("one_click")
    if not clicked and not (fast and mostly_kept):
        return
    how = f"{at_once} of them in one click" if clicked else f"one every {pace:.1f} s at the median"
    yield Hit(
        person=person,
        key=key,
        events=tuple(answer.ref for answer in answers),
        first_at=answers[0].at,
        last_at=answers[-1].at,
        text=(
            f"{kept} of {len(answers)} lines of a review were kept, {how}, from {moment(answers[0].at)}. "
            f"The limits are {given.number('pace'):g} s a line and {given.number('one_click'):g} lines at "
            "one moment."
        ),
        strength=max(at_once / given.number("one_click"), len(answers) / given.number("answers") / 2),
    )


def _kept_together(answers: Iterator[ReviewAnswer]) -> int:
    return sum(answer.kept for answer in answers)


def _pace(answers: Sequence[ReviewAnswer], sitting: timedelta) -> float | None:
    """The median time between answers of one sitting, in seconds; None where no two follow each other."""
    between = [later.at - earlier.at for earlier, later in pairwise(answers)]
    seconds = [gap.total_seconds() for gap in between if gap <= sitting]
    return median(seconds) if seconds else None


RULE = Rule(
    id="G05",
    version=1,
    family=Family.GOVERNANCE,
    severity=Severity.MEDIUM,
    title="Review answered without reading",
    innocent=(
        "The reviewer had looked through the list beforehand, on paper or with the team, and only entered "
        "the answers."
    ),
    parameters=PARAMETERS,
    look_back=_LOOK_BACK,
    detect=everything_kept_unread,
    needs=frozenset({Feed.REVIEW_ANSWERS}),
)
