"""Reads letters, and gathers the facts that they are made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Capability
from portsec.kernel.errors import Conflict, NotFound
from portsec.kernel.scope import Scope
from screening.deciding.words import EmployerOutcome
from screening.enums import Language, Outcome
from screening.letters.facts import (
    DecisionFacts,
    ErasedClass,
    ErasureFacts,
    Essence,
    Ground,
    Head,
    InvitationFacts,
    LetterFacts,
    NoticeFacts,
    OutcomeFacts,
    Remedy,
    Subject,
)
from screening.letters.words import LetterKind
from screening.models import Application, Clearance, Erasure, Invitation, Letter, OutcomeNotice
from screening.selectors.decision import LetterFacts as Told
from screening.selectors.decision import LetterOccasion, letter_facts
from screening.selectors.secret_ground import essences_of

ESCORT_ONLY = "Access to restricted areas under escort only."
OUTCOMES = {Outcome.GRANT: "grant", Outcome.CONDITIONAL: "conditional", Outcome.REFUSE: "refuse"}


def letters_of(application: Application) -> QuerySet[Letter]:
    """The letters of a case, newest first, without their bytes."""
    return application.letters.defer("pdf", "context")


def access_letter(number: str, *, scope: Scope) -> Letter:
    """One letter. Raises NotFound when absent or out of reach."""
    letter = (
        Letter.objects.select_related("application__person", "application__port")
        .filter(number=number, application__port_id__in=scope.ports(Capability.VIEW_CASES.value))
        .first()
    )
    if letter is None:
        raise NotFound("letter")
    return letter


def language_of(application: Application) -> Language:
    """The language that the person chose with the invitation; English where they never did."""
    chosen = application.invitations.order_by("-invited_at", "-pk").values_list("language", flat=True).first()
    return Language(chosen) if chosen else Language.EN


def facts_for(application: Application, kind: LetterKind, number: str, *, at: datetime) -> LetterFacts:
    """What a letter of this kind says now.

    Raises NotFound where the case has nothing of the kind to tell, Conflict where it is about to tell
    something else.
    """
    if kind is LetterKind.EMPLOYER_OUTCOME:
        return _outcome(application, number, at)
    if kind is LetterKind.INVITATION:
        return _invitation(application, number, at)
    told = letter_facts(application, at=at)
    is_notice = told.occasion is LetterOccasion.NOTICE
    if is_notice is not (kind is LetterKind.NOTICE_OF_INTENT):
        raise Conflict(f"The case stands elsewhere now; there is no {kind.label.lower()} to send.")
    head = _head(application, number, at, recipient=application.person.full_name)
    return _notice(application, told, head) if is_notice else _decision(application, told, head)


def _notice(application: Application, told: Told, head: Head) -> NoticeFacts:
    if told.reply_until is None:
        raise Conflict("The notice has no last day for an answer.")
    return NoticeFacts(
        head=head,
        subject=_subject(application),
        reasons=told.statement,
        grounds=_grounds(told),
        essences=_essences(application, told),
        answer_by=told.reply_until,
    )


def _decision(application: Application, told: Told, head: Head) -> DecisionFacts:
    conditions = [*told.conditions.splitlines(), *([ESCORT_ONLY] if told.escort_only else [])]
    return DecisionFacts(
        head=head,
        subject=_subject(application),
        outcome=OUTCOMES[told.outcome],
        valid_from=told.valid_from,
        valid_until=told.valid_until,
        conditions=tuple(line for line in conditions if line.strip()),
        reasons=told.statement,
        grounds=_grounds(told),
        essences=_essences(application, told),
        remedies=tuple(
            Remedy(door.value, application.port.name, until, sentence)
            for door, sentence, until in told.remedies
        ),
    )


def _outcome(application: Application, number: str, at: datetime) -> OutcomeFacts:
    """Read from the employer's own row, which holds nothing but outcome and date."""
    notice = OutcomeNotice.objects.filter(application=application).order_by("-at", "-pk").first()
    organisation: Organisation | None = application.person.organisation
    if notice is None or organisation is None:
        raise NotFound("outcome for an employer")
    suitable = notice.outcome_word is EmployerOutcome.SUITABLE
    held = Clearance.objects.filter(decision__application=application).order_by("-pk").first()
    person = application.person
    return OutcomeFacts(
        head=_head(application, number, at, recipient=organisation.name),
        subject=Subject(name=person.full_name, native_name=person.native_name, post=application.post.name),
        outcome="grant" if suitable else "refuse",
        valid_from=held.valid_from if held and suitable else None,
        valid_until=held.valid_until if held and suitable else None,
    )


def _invitation(application: Application, number: str, at: datetime) -> InvitationFacts:
    invitation: Invitation | None = application.invitations.order_by("-invited_at", "-pk").first()
    if invitation is None:
        raise NotFound("invitation")
    organisation = application.person.organisation
    return InvitationFacts(
        head=_head(application, number, at, recipient=application.person.full_name),
        subject=_subject(application),
        employer=organisation.name if organisation else application.port.name,
        answer_by=invitation.expires_on,
    )


def erasure_facts(erasure: Erasure) -> ErasureFacts:
    """A certificate as a letter says it; nobody is named."""
    about = erasure.application.ref if erasure.application is not None else erasure.person.ref
    return ErasureFacts(
        head=Head(
            number=erasure.ref,
            issued_on=timezone.localdate(erasure.at),
            authority=erasure.port.name,
            recipient="",
            case=about,
        ),
        erased=tuple(
            ErasedClass(row["data_class"], row["action"], row["count"], row["rule"]) for row in erasure.rows
        ),
        by_order=erasure.order_id is not None,
    )


def _head(application: Application, number: str, at: datetime, *, recipient: str) -> Head:
    return Head(
        number=number,
        issued_on=timezone.localdate(at),
        authority=application.port.name,
        recipient=recipient,
        case=application.ref,
    )


def _subject(application: Application) -> Subject:
    person = application.person
    return Subject(
        name=person.full_name,
        native_name=person.native_name,
        born=person.birth_date,
        post=application.post.name,
    )


def _grounds(told: Told) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            sentence=one.sentence,
            said=one.said,
            reason=one.reason,
            rule=one.rule,
            source=one.source,
            counts_until=one.counts_until,
        )
        for one in told.findings
    )


def _essences(application: Application, told: Told) -> tuple[Essence, ...]:
    withheld = tuple(Essence(one.legal_ground, one.essence) for one in told.withheld)
    return (*withheld, *essences_of(application))
