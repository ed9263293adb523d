"""Reads declarations: the account that they give, what is missing in them, and the facts for judgement."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from screening.enums import ActivityKind, DocumentKind, PersonCategory, Track
from screening.history.account import Account, ActivityLine, AddressLine
from screening.history.missing import Missing, Part, missing
from screening.history.periods import Period
from screening.history.stays import Stay
from screening.models import Application, Declaration
from screening.notices import questions_for
from screening.services.policy import parsed
from screening.suitability.facts import DeclarationFacts, GapFact, ResidenceFact


def declaration_of(application: Application) -> Declaration | None:
    """The person's own part of a case, begun or handed in; None where officers entered everything."""
    return Declaration.objects.filter(application=application).first()


def submitted(application: Application) -> Declaration | None:
    """The declaration of a case once it was handed in."""
    declaration = declaration_of(application)
    return declaration if declaration is not None and declaration.submitted_at is not None else None


def account_of(declaration: Declaration, *, today: date) -> Account:
    """The five years that a declaration tells of, as frozen values."""
    return Account(
        today=today,
        addresses=tuple(
            AddressLine(
                row.country,
                Period(row.since, max(row.since, row.until or today)),
                row.until is None,
                row.place,
            )
            for row in declaration.addresses.all()
        ),
        activities=tuple(
            ActivityLine(
                ActivityKind(row.kind), Period(row.since, max(row.since, row.until or today)), str(row)
            )
            for row in declaration.activities.all()
        ),
        explanations=tuple(
            (Track(row.track), Period(row.since, row.until)) for row in declaration.explanations.all()
        ),
    )


def facts(application: Application, *, today: date) -> DeclarationFacts:
    """What the person was asked and said, for judgement.

    Without a declaration it is what the officer ticked at entry; without a complete history residences and
    gaps stay unasked. Gaps are those of work and education, as of the day of submission: days that pass while
    officers work are not the person's.
    """
    declaration = submitted(application)
    if declaration is None:
        unasked = None if not application.declared_history else ()
        return DeclarationFacts(
            has_declared_convictions=application.declared_convictions, residences=unasked, gaps=unasked
        )
    account = account_of(declaration, today=_day_of(declaration, today))
    return DeclarationFacts(
        has_declared_convictions=declaration.has_convictions,
        residences=tuple(ResidenceFact(stay.country, stay.since, stay.until) for stay in account.stays),
        gaps=tuple(
            GapFact(gap.period.since, gap.period.until, explained=gap.is_explained)
            for gap in account.gaps(Track.ACTIVITY)
        ),
    )


def states_of_residence(application: Application, *, today: date | None = None) -> tuple[Stay, ...]:
    """Stays of more than six months within five years, earliest first; one State may stand there twice.

    Each has `country`, `since` and `until` (None: the person lives there still). Empty without a submitted
    declaration.
    """
    declaration = submitted(application)
    if declaration is None:
        return ()
    return account_of(declaration, today=_day_of(declaration, today)).long_stays


def part_of(declaration: Declaration, *, today: date) -> Part:
    """The person's part as completeness looks at it, with what policy, level and category ask for."""
    application = declaration.application
    asked = frozenset(question.code for question in questions_for(application.level_word))
    return Part(
        account=account_of(declaration, today=today),
        has_nationality=bool(declaration.nationalities),
        is_birth_known=bool(declaration.birth_place and declaration.birth_country),
        has_document=bool(declaration.document_type and declaration.document_country),
        document_expires_on=declaration.document_expires_on,
        answered_offences=declaration.offences_answered,
        questions=asked,
        answered=frozenset(declaration.interests),
        wanted=documents_wanted(application),
        held=documents_held(application),
    )


def missing_for_the_person(declaration: Declaration, *, today: date) -> tuple[Missing, ...]:
    """What must be there before the person can hand the declaration in."""
    return missing(part_of(declaration, today=today))


def documents_wanted(application: Application) -> tuple[DocumentKind, ...]:
    """The papers that the policy asks of this category at this level."""
    rules = parsed(application.policy)
    terms = rules.documents_for(PersonCategory(application.person.category), application.level_word)
    return tuple(term.kind for term in terms if term.required)


def documents_held(application: Application) -> frozenset[DocumentKind]:
    """The kinds of paper that are on file and not erased."""
    kinds = application.documents.filter(erased_at=None).values_list("kind", flat=True)
    return frozenset(DocumentKind(kind) for kind in kinds)


def _day_of(declaration: Declaration, today: date | None) -> date:
    """The day on which the account was given: that of the last submission."""
    if declaration.submitted_at is not None:
        return timezone.localdate(declaration.submitted_at)
    if today is None:
        raise ValueError("a declaration that was not handed in has no day of its own")
    return today
