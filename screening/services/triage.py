"""Takes an officer's four answers about an adverse item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import TriageAnswer
from screening.models import Application, Triage
from screening.permissions import may_answer
from screening.selectors.triage import AdverseItem, access_adverse_item
from screening.services import step
from screening.services.answer import expect_open_file
from screening.suitability.triage import ALLOWED, QUESTIONS, SAME_PERSON, differing, outcome_of


def answer(
    application: Application,
    about: str,
    answers: Mapping[str, TriageAnswer],
    *,
    reason: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Triage:
    """Say of one conviction, hit or advice: same person, final, relevant, in the window.

    Another person's item and one that no longer counts leave the next assessment and are set aside by name.
    Refuses when: the actor lacks the right or is the person (Refused); the case has no such item (NotFound);
    a question has no answer or one that is not offered, a hit is answered otherwise than it was decided, or
    the answers differ from what the rules suggest without a reason (InvalidInput at the field); a hit is not
    decided yet, or the case is proposed or closed (Conflict).
    Records: screening.triage.answered, its reason confidential.
    """
    require(may_answer(actor, scope, application))
    with transaction.atomic():
        expect_open_file(step.locked(application))
        item = access_adverse_item(application, about, at=at)
        if item.needs_decision:
            raise Conflict("Decide first on the hit itself whether it is the same person.")
        _expect_whole(item, answers, reason)
        outcome = outcome_of(answers)
        kept = Triage.objects.create(
            application=application,
            about=about,
            suggested={name: item.suggestions[name].answer.value for name in QUESTIONS},
            outcome=outcome.value,
            reason=reason.strip(),
            made_by=actor,
            at=at,
            **{name: answers[name].value for name in QUESTIONS},
        )
        record.append(
            "screening.triage.answered",
            actor=actor.reference,
            at=at,
            subject=application.reference,
            port=application.port.locode,
            item=about,
            outcome=outcome.label.lower(),
            differs=len(differing(answers, item.suggestions)),
            reason=reason.strip(),
        )
    return kept


def _expect_whole(item: AdverseItem, answers: Mapping[str, TriageAnswer], reason: str) -> None:
    problems = {name: "Choose an answer." for name in QUESTIONS if answers.get(name) not in ALLOWED[name]}
    if not problems and item.about.startswith("hit:"):
        said = item.suggestions[SAME_PERSON].answer
        if answers[SAME_PERSON] is not said:
            problems[SAME_PERSON] = "Whether it is the same person is decided on the hit itself."
    if not problems and differing(answers, item.suggestions) and not reason.strip():
        problems["reason"] = "Your answers differ from what the rules suggest; say why."
    if problems:
        raise InvalidInput(next(iter(problems.values())), fields=problems)
