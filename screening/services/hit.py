"""Finds hits on the lists and takes the officers' word on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState, HitState, ScreeningPurpose
from screening.matching.compare import Match
from screening.matching.subject import Subject
from screening.models import Application, Check, CrewHit, Hit, ListEntry, Person
from screening.permissions import may_answer
from screening.selectors.list_index import LISTS
from screening.services import screening_log, step
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import Sex

SEX_AS_LISTED: dict[str, Sex] = {"M": "male", "F": "female"}
SYSTEM = "system:screening"

Key = tuple[int, int]  # a person, an entry
DECIDED = ("state", "decided_by", "decided_at", "reason")


def find(check: Check, *, at: datetime) -> int:
    """Compare the applicant with all lists in force and keep what may be them. Returns how many.

    A dismissal made for the same version of the person and of the entry is taken over, so that a
    cleared hit does not come back. The query stands in the screening log.
    """
    person = check.application.person
    found = {entry: match for (_, entry), match in LISTS.current().screen(subject_of(person))}
    dismissed = _dismissals([person], found)
    for entry, match in found.items():
        earlier = dismissed.get((person.pk, entry))
        taken_over = {name: getattr(earlier, name) for name in DECIDED} if earlier else {}
        Hit.objects.create(check_answered=check, **_values(person, entry, match, at), **taken_over)
    screening_log.note(
        person,
        ScreeningPurpose.APPLICATION,
        subject=check.application.reference,
        lists=LISTS.versions,
        alerts=len(found),
        at=at,
    )
    return len(found)


def keep_new(found: Mapping[Person, Mapping[int, Match]], *, at: datetime) -> int:
    """Put before an officer what people were found to resemble when they were screened again.

    `found` gives for each person the entries and the comparison with each. Left alone is what an officer was
    shown already: the same version of the person and of the entry, decided, or in a case that is open.
    Returns how many hits are new. Nothing happens to anybody's clearance.
    Records: screening.hit.found.
    Safe to repeat because: a person has one hit for an entry and a version.
    """
    people = {person.pk: person for person, matches in found.items() if matches}
    if not people:
        return 0
    _one_run_at_a_time(people)
    entries = {entry for matches in found.values() for entry in matches}
    shown = _shown(people.values(), entries)
    new = [
        Hit(person=person, **_values(person, entry, match, at))
        for person, matches in found.items()
        for entry, match in matches.items()
        if (person.pk, entry) not in shown
    ]
    kept = Hit.objects.bulk_create(new)
    rows = ListEntry.objects.in_bulk({hit.entry_id for hit in kept})
    for hit in kept:
        tell("found", people[hit.person_id or 0], rows[hit.entry_id], actor=SYSTEM, at=at)
    return len(kept)


@transaction.atomic
def decide(hit: Hit, state: HitState, *, reason: str, actor: User, scope: Scope, at: datetime) -> Hit:
    """Say whether the listed entity is the applicant: same, different or unsure.

    Refuses when: the actor lacks the right or is the person (Refused); the reason is empty
    (InvalidInput); another officer decided meanwhile, or the case is proposed or closed (Conflict).
    Records: screening.hit.decided.
    """
    if hit.check_answered is None:
        raise InvalidInput("This hit belongs to no case; see services.person_hit.")
    application = hit.check_answered.application
    require(may_answer(actor, scope, application))
    text = given(state, reason)
    _expect_undecided(step.locked(application))
    settle(hit, state=state.value, decided_by=actor, decided_at=at, reason=text)
    tell(
        "decided",
        application.person,
        hit.entry,
        actor=actor.reference,
        at=at,
        subject=application.reference,
        decision=state.label.lower(),
        reason=text,
    )
    return hit


def subject_of(person: Person) -> Subject:
    """A person as the matcher sees them."""
    return Subject(
        names=tuple(name for name in (person.full_name, person.native_name) if name),
        birth=BirthDate.on(person.birth_date) if person.birth_date else None,
        nationalities=(person.nationality,) if person.nationality else (),
        sex=SEX_AS_LISTED.get(person.sex, ""),
    )


def _values(person: Person, entry: int, match: Match, at: datetime) -> dict[str, Any]:
    return {
        "entry_id": entry,
        "person_version": person.version,
        "score": _three(match.score),
        "priority": _three(match.priority),
        "evidence": match.as_data(),
        "found_at": at,
    }


def _one_run_at_a_time(people: Iterable[int]) -> None:
    """Two runs may hold the same person: the second one waits, and then sees what the first one kept."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=list(people))
    list(rows.order_by("pk").values_list("pk"))


def _about(people: Iterable[Person], entries: Iterable[int]) -> dict[Key, list[Hit | CrewHit]]:
    """Every hit of these people on these entries, in the versions that stand now, wherever it was found."""
    versions = {person.pk: person.version for person in people}
    rows = Hit.objects.filter(entry__in=list(entries)).select_related("check_answered__application")
    of_people = Q(person__in=versions) | Q(check_answered__application__person__in=versions)
    of_crews = CrewHit.objects.filter(entry__in=list(entries), member__person__in=versions)
    found: dict[Key, list[Hit | CrewHit]] = defaultdict(list)
    for hit in rows.filter(of_people).order_by("decided_at"):
        case = hit.check_answered
        whose = hit.person_id or (case.application.person_id if case else 0)
        if hit.person_version == versions[whose]:
            found[whose, hit.entry_id].append(hit)
    for aboard in of_crews.select_related("member").order_by("decided_at"):
        if aboard.person_version == versions[aboard.member.person_id]:
            found[aboard.member.person_id, aboard.entry_id].append(aboard)
    return found


def _dismissals(people: Iterable[Person], entries: Iterable[int]) -> dict[Key, Hit | CrewHit]:
    """The latest dismissal of each."""
    return {
        key: hit
        for key, hits in _about(people, entries).items()
        for hit in hits
        if hit.state_word is HitState.DIFFERENT
    }


def _shown(people: Iterable[Person], entries: Iterable[int]) -> set[Key]:
    """What needs no new hit: it was decided, or it waits for an officer in a case, at a call or here."""
    return {key for key, hits in _about(people, entries).items() if any(map(_is_before_an_officer, hits))}


def _is_before_an_officer(hit: Hit | CrewHit) -> bool:
    if hit.state_word is not HitState.OPEN or isinstance(hit, CrewHit) or hit.check_answered is None:
        return True
    return hit.check_answered.application.closed_at is None


def given(state: HitState, reason: str) -> str:
    """The reason, without blanks around it. Raises InvalidInput where answer or reason is missing."""
    if state is HitState.OPEN:
        raise InvalidInput("Choose same, different or unsure.", fields={"state": "Choose an answer."})
    if not reason.strip():
        raise InvalidInput("Give the reason.", fields={"reason": "Give the reason."})
    return reason.strip()


def settle(hit: Hit, **columns: Any) -> None:
    """Write an answer. Raises Conflict when another officer was faster, or it was confirmed."""
    undecided = Hit.objects.filter(pk=hit.pk, state=hit.state, same_said_by=hit.same_said_by_id)
    if undecided.exclude(state=HitState.SAME.value).update(**columns) != 1:
        raise Conflict("This hit was decided meanwhile, or confirmed as the same person.")
    hit.refresh_from_db()


def _expect_undecided(case: Application) -> None:
    """What a proposal rests on stays as it is, so that the second officer signs what the first one saw."""
    if case.closed_at is not None:
        raise Conflict("The case is closed; a hit that matters now needs a reassessment.")
    if case.state_word is ApplicationState.PROPOSED:
        raise Conflict("A decision is proposed; it must be returned before a hit is decided again.")


def tell(
    verb: str,
    person: Person,
    entry: ListEntry,
    *,
    actor: str,
    at: datetime,
    subject: str = "",
    **body: object,
) -> None:
    """Put on record what happened to a hit; the record names the person unless there is a case."""
    record.append(
        f"screening.hit.{verb}",
        actor=actor,
        at=at,
        subject=subject or person.reference,
        port=person.port.locode,
        source=entry.source_word.label,
        entry=entry.uid,
        **body,
    )


def _three(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")
