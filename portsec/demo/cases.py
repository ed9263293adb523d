"""Applications of the made-up port, one in each state that an officer meets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Organisation, Port, User
from accounts.selectors.scope import scope_of
from ledger.enums import JobState
from ledger.models import Job
from ledger.services import job
from portsec.demo import vocabulary as words
from portsec.kernel.scope import Scope
from screening.enums import CheckKind, CheckResult, Outcome
from screening.models import Application, Post
from screening.services import application, assessment, check, decision, person
from screening.services.check import WATCHLIST_JOB, ConvictionInput

# how far the case is, days ago entered, convictions from the record
STORIES: tuple[tuple[str, int, tuple[ConvictionInput, ...]], ...] = (
    ("checking", 0, ()),
    ("checking", 1, ()),
    ("checking", 3, ()),
    ("review", 6, ()),
    ("review", 9, (ConvictionInput("0701", "BE", date(2024, 5, 14), final_on=date(2024, 6, 14)),)),
    ("assessed", 12, ()),
    ("assessed", 34, (ConvictionInput("1702", "FR", date(2019, 3, 2), final_on=date(2019, 4, 2)),)),
    ("proposed", 8, ()),
    ("proposed", 15, (ConvictionInput("0201", "IT", date(2021, 9, 9), final_on=date(2021, 11, 9)),)),
    ("granted", 20, ()),
    ("granted", 26, ()),
    ("refused", 30, (ConvictionInput("1305", "BE", date(2022, 2, 1), final_on=date(2022, 4, 1)),)),
)


@dataclass(frozen=True, slots=True)
class Officers:
    """Who acts, each with their scope."""

    vetting: User
    deciding: User

    @property
    def vetting_scope(self) -> Scope:
        return scope_of(self.vetting)

    @property
    def deciding_scope(self) -> Scope:
        return scope_of(self.deciding)


def make(port: Port, officers: Officers, *, seed: int, at: datetime) -> int:
    """Enter all stories through the same commands as the desk does. Returns how many."""
    chance = random.Random(seed + 1)  # noqa: S311  made-up data must be repeatable
    posts = list(Post.objects.filter(port=port).order_by("code"))
    for number, (stage, days, convictions) in enumerate(STORIES):
        entered = at - timedelta(days=days, hours=2)
        case = _enter(port, posts[number % len(posts)], officers, chance, at=entered)
        _advance(case, stage, convictions, officers, at=entered)
    return len(STORIES)


def _enter(port: Port, post: Post, officers: Officers, chance: random.Random, *, at: datetime) -> Application:
    someone = person.register(
        port=port,
        family_name=chance.choice(words.FAMILY_NAMES),
        given_names=chance.choice(words.GIVEN_NAMES),
        birth_date=date(chance.randint(1968, 2003), chance.randint(1, 12), chance.randint(1, 28)),
        nationality=chance.choice(words.NATIONALITIES),
        organisation=post.organisation or Organisation.objects.get(code="POE"),
        job_title=post.name,
        actor=officers.vetting.reference,
        at=at,
    )
    return application.submit(someone, post, actor=officers.vetting, scope=officers.vetting_scope, at=at)


def _advance(
    case: Application,
    stage: str,
    convictions: tuple[ConvictionInput, ...],
    officers: Officers,
    *,
    at: datetime,
) -> None:
    if stage == "checking":
        return
    _answer(case, convictions, officers, at=at + timedelta(hours=1))
    act = {"actor": officers.vetting, "scope": officers.vetting_scope}
    application.assign(case, officers.vetting, **act, at=at + timedelta(hours=2))
    if stage == "review":
        return
    case.refresh_from_db()
    assessment.assess(case, **act, at=at + timedelta(hours=3))
    if stage == "assessed":
        return
    outcome = Outcome.REFUSE if convictions else Outcome.GRANT
    reason = (
        "The finding weighs more than the interest in the post."
        if convictions
        else "Nothing speaks against it."
    )
    proposal = decision.propose(case, outcome, reason=reason, **act, at=at + timedelta(hours=4))
    if stage != "proposed":
        decision.countersign(
            proposal,
            reason="Agreed after reading the file.",
            actor=officers.deciding,
            scope=officers.deciding_scope,
            at=at + timedelta(days=1),
        )


def _answer(
    case: Application, convictions: tuple[ConvictionInput, ...], officers: Officers, *, at: datetime
) -> None:
    act = {"actor": officers.vetting, "scope": officers.vetting_scope, "at": at}
    for asked in case.checks.all():
        if asked.kind == CheckKind.IDENTITY.value:
            detail = "Passport; chip read, photo compared."
            check.answer_identity(asked, result=CheckResult.CLEAR, detail=detail, **act)
        elif asked.kind == CheckKind.CRIMINAL_RECORD.value:
            check.answer_record(asked, convictions, **act)
        else:
            waiting = Job.objects.get(kind=WATCHLIST_JOB, subject=f"check:{asked.pk}")
            done = job.run(waiting.pk, at=at)
            if done is None or done.state != JobState.DONE.value:
                raise RuntimeError(f"the watchlist check of {case.ref} did not finish: {waiting.error}")
