"""The adverse items of a case, with what the rules suggest for each and what an officer made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import Advice, CheckKind, CheckResult, CheckState, HitState
from screening.models import Application, Check, Conviction, Hit, Proceeding, Triage
from screening.selectors.application import access_application
from screening.selectors.case_facts import gather_all
from screening.selectors.triage_answer import latest_triage
from screening.services import policy
from screening.suitability import triage
from screening.suitability.recommend import Appraisal, recommend
from screening.suitability.triage import Suggestions

ADVERSE_ADVICE = (Advice.RESERVATIONS, Advice.NEGATIVE, Advice.HIGH_RISK)


@dataclass(frozen=True, slots=True)
class AdverseItem:
    """One thing that may speak against the person. `about` names it as findings do."""

    about: str
    title: str
    check: Check
    row: Conviction | Proceeding | Hit | Check
    suggestions: Suggestions
    answered: Triage | None

    @property
    def slug(self) -> str:
        return self.about.replace(":", "-")

    @property
    def needs_decision(self) -> bool:
        """A hit is compared on its own page before anything else is asked of it."""
        return isinstance(self.row, Hit) and self.row.state_word is HitState.OPEN

    @property
    def is_settled(self) -> bool:
        """Answered, and not overtaken: a hit that was decided anew must be answered anew."""
        if isinstance(self.row, Hit) and self.row.state_word is HitState.DIFFERENT:
            return True
        if self.answered is None or self.needs_decision:
            return False
        if isinstance(self.row, Hit) and self.row.decided_at is not None:
            return self.answered.at >= self.row.decided_at
        return True


def adverse_items(application: Application, *, at: datetime) -> list[AdverseItem]:
    """Convictions and proceedings that may be used, hits, and advice that is not positive."""
    facts = gather_all(application, at=at)
    appraisal = recommend(facts, policy.parsed(application.policy))
    answered = latest_triage(application)
    return [
        *_of_record(application, appraisal, answered, at=at),
        *_of_hits(application, appraisal, answered),
        *_of_advice(application, appraisal, answered),
    ]


def untriaged(application: Application, *, at: datetime) -> list[AdverseItem]:
    """The adverse items that nobody has answered yet; a proposal waits for them."""
    return [item for item in adverse_items(application, at=at) if not item.is_settled]


def access_adverse_item(application: Application, about: str, *, at: datetime) -> AdverseItem:
    """One adverse item of a case that the caller may open. Raises NotFound when it has no such item."""
    for item in adverse_items(application, at=at):
        if about == item.about:
            return item
    raise NotFound("item")


def access_conviction(ref: str, number: int, *, scope: Scope, at: datetime) -> Conviction:
    """One conviction that may be used, of a case in reach. Raises NotFound when absent or out of reach."""
    application = access_application(ref, scope=scope)
    for item in adverse_items(application, at=at):
        if isinstance(item.row, Conviction) and item.row.pk == number:
            return item.row
    raise NotFound("conviction")


def _of_record(
    application: Application, appraisal: Appraisal, answered: dict[str, Triage], *, at: datetime
) -> Iterator[AdverseItem]:
    """What may not be used is never put before anyone, so it is no item."""
    hidden = {entry.about for entry in appraisal.set_aside if entry.hidden}
    confirmed = application.checks.filter(
        kind=CheckKind.IDENTITY.value, result=CheckResult.CLEAR.value
    ).exists()
    there = {"check_answered__application": application, "check_answered__state": CheckState.ANSWERED.value}
    convictions = Conviction.objects.filter(**there).select_related("check_answered")
    proceedings = Proceeding.objects.filter(**there).select_related("check_answered")
    rows: list[tuple[str, Conviction | Proceeding]] = [(f"conviction:{row.pk}", row) for row in convictions]
    rows += [(f"proceeding:{row.pk}", row) for row in proceedings]
    for about, row in rows:
        if about in hidden:
            continue
        is_conviction = isinstance(row, Conviction)
        suggestions = triage.of_record(
            about,
            appraisal,
            final_on=row.final_on if isinstance(row, Conviction) else None,
            at=timezone.localdate(at),
            is_identity_confirmed=confirmed,
        )
        title = row.offence_label if is_conviction else f"{row.state_word.label}: {row.offence_label}"  # type: ignore[union-attr]
        yield AdverseItem(about, title, row.check_answered, row, suggestions, answered.get(about))


def _of_hits(
    application: Application, appraisal: Appraisal, answered: dict[str, Triage]
) -> Iterator[AdverseItem]:
    rows = Hit.objects.filter(check_answered__application=application)
    for row in rows.select_related("entry", "check_answered__application"):
        if row.check_answered is None:
            continue
        about = f"hit:{row.pk}"
        suggestions = triage.of_hit(
            about, appraisal, state=row.state_word, is_listed=row.entry.removed_in_id is None
        )
        yield AdverseItem(about, row.title, row.check_answered, row, suggestions, answered.get(about))


def _of_advice(
    application: Application, appraisal: Appraisal, answered: dict[str, Triage]
) -> Iterator[AdverseItem]:
    rows = application.checks.filter(
        kind=CheckKind.AUTHORITY_ADVICE.value,
        state=CheckState.ANSWERED.value,
        advice__in=[word.value for word in ADVERSE_ADVICE],
    )
    for row in rows:
        about = f"check:{row.pk}"
        suggestions = triage.of_advice(about, appraisal)
        yield AdverseItem(about, str(row), row, row, suggestions, answered.get(about))
