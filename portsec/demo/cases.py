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
from screening.deciding.words import RemedyKind
from screening.enums import Advice, CheckKind, CheckResult, Outcome
from screening.models import Application, Decision, Hearing, Post
from screening.selectors.triage import untriaged
from screening.services import (
    application,
    assessment,
    check,
    decision,
    hearing,
    person,
    remedy,
    request,
    triage,
)
from screening.services.check import WATCHLIST_JOB, ConvictionInput

# how far the case is, days ago entered, convictions from the record
STORIES: tuple[tuple[str, int, tuple[ConvictionInput, ...]], ...] = (
    ("checking", 0, ()),
    ("checking", 1, ()),
    ("checking", 3, ()),
    ("checking", 21, ()),
    ("review", 6, ()),
    ("review", 9, (ConvictionInput("0701", "BE", date(2024, 5, 14), final_on=date(2024, 6, 14)),)),
    ("assessed", 12, ()),
    ("assessed", 34, (ConvictionInput("1702", "FR", date(2019, 3, 2), final_on=date(2019, 4, 2)),)),
    ("proposed", 8, ()),
    ("proposed", 15, (ConvictionInput("0201", "IT", date(2021, 9, 9), final_on=date(2021, 11, 9)),)),
    ("disputed", 10, (ConvictionInput("1702", "BE", date(2021, 5, 4), final_on=date(2021, 6, 4)),)),
    ("hearing", 7, (ConvictionInput("0701", "NL", date(2020, 2, 3), final_on=date(2020, 3, 3)),)),
    ("granted", 20, ()),
    ("granted", 26, ()),
    ("refused", 30, (ConvictionInput("1305", "BE", date(2022, 2, 1), final_on=date(2022, 4, 1)),)),
)
# On the port's own list with another birth date of the same year.
LISTED = ("van Aalst", "Denis", date(1991, 7, 16), "NL")


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
    _resemble(port, posts[0], officers, at=at - timedelta(days=2))
    return len(STORIES) + 1


def _resemble(port: Port, post: Post, officers: Officers, *, at: datetime) -> None:
    """Somebody has the name and the year of a person on the port's list: the hit waits to be decided."""
    family_name, given_names, born, state = LISTED
    someone = person.register(
        port=port,
        family_name=family_name,
        given_names=given_names,
        birth_date=born,
        nationality=state,
        organisation=post.organisation,
        job_title=post.name,
        actor=officers.vetting.reference,
        at=at,
    )
    act = {"actor": officers.vetting, "scope": officers.vetting_scope}
    case = application.submit(someone, post, **act, at=at)
    _answer(case, (), officers, at=at + timedelta(hours=1))
    application.assign(case, officers.vetting, **act, at=at + timedelta(hours=2))


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
        _ask_abroad(case, officers, at=at + timedelta(hours=1))
        return
    _answer(case, convictions, officers, at=at + timedelta(hours=1))
    act = {"actor": officers.vetting, "scope": officers.vetting_scope}
    application.assign(case, officers.vetting, **act, at=at + timedelta(hours=2))
    if stage == "review":
        return
    case.refresh_from_db()
    _triage(case, officers, at=at + timedelta(hours=2))
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
    if stage == "proposed":
        return
    seen = Outcome.GRANT if stage == "disputed" else outcome
    _give_opinion(proposal, seen, officers, at=at + timedelta(days=1))
    if proposal.outcome_word is seen is Outcome.REFUSE:
        _hear(case, stage, reason, officers, at=at + timedelta(days=2))


def _ask_abroad(case: Application, officers: Officers, *, at: datetime) -> None:
    """The person also lived elsewhere: one Member State and one State outside the Union are asked."""
    act = {"actor": officers.vetting, "scope": officers.vetting_scope, "at": at}
    request.send(check.ask(case, CheckKind.CRIMINAL_RECORD, "ES", **act), **act)
    check.ask(case, CheckKind.CRIMINAL_RECORD, "MA", **act)


def _triage(case: Application, officers: Officers, *, at: datetime) -> None:
    """Every adverse item is answered as the rules suggest."""
    for item in untriaged(case, at=at):
        answers = {name: suggested.answer for name, suggested in item.suggestions.items()}
        triage.answer(case, item.about, answers, actor=officers.vetting, scope=officers.vetting_scope, at=at)


def _give_opinion(proposal: Decision, seen: Outcome, officers: Officers, *, at: datetime) -> None:
    """The second officer comes to an outcome of their own."""
    decision.give_opinion(
        proposal,
        seen,
        reason="My own reading of the file.",
        actor=officers.deciding,
        scope=officers.deciding_scope,
        at=at,
    )


def _hear(case: Application, stage: str, reason: str, officers: Officers, *, at: datetime) -> None:
    """The notice is served; who is refused answered a week later, and appeals after the decision."""
    opened = Hearing.objects.get(application=case)
    hearing.serve(opened, actor=officers.vetting, scope=officers.vetting_scope, at=at)
    if stage == "hearing":
        return
    text = "It was a mistake of a hard year. I have worked without complaint since."
    hearing.answer_by_link(opened, text, is_complete=True, at=at + timedelta(days=7))
    case.refresh_from_db()
    act = {"actor": officers.vetting, "scope": officers.vetting_scope}
    again = decision.propose(case, Outcome.REFUSE, reason=reason, **act, at=at + timedelta(days=10))
    _give_opinion(again, Outcome.REFUSE, officers, at=at + timedelta(days=11))
    case.refresh_from_db()
    grounds = "The court has reopened the case; the paper is with me."
    evidence = remedy.EVIDENCE[RemedyKind.APPEAL][:1]
    remedy.lodge(case, RemedyKind.APPEAL, grounds=grounds, evidence=evidence, at=at + timedelta(days=18))


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
        elif asked.kind == CheckKind.AUTHORITY_ADVICE.value:
            check.answer_advice(asked, advice=Advice.POSITIVE, reference=f"NSA/{case.ref}", **act)
        else:
            waiting = Job.objects.get(kind=WATCHLIST_JOB, subject=f"check:{asked.pk}")
            done = job.run(waiting.pk, at=at)
            if done is None or done.state != JobState.DONE.value:
                raise RuntimeError(f"the watchlist check of {case.ref} did not finish: {waiting.error}")
