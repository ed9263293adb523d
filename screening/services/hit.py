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
from screening.adjudication_words import RESTRICTED_SOURCES, DismissalGround
from screening.enums import ApplicationState, HitState, ScreeningPurpose
from screening.matching.compare import Match
from screening.matching.subject import Subject
from screening.models import Application, Check, CrewHit, Hit, ListEntry, Person
from screening.permissions import may_speak_on_hit
from screening.selectors.list_index import LISTS
from screening.services import adjudication, screening_log, step
from screening.services.adjudication import Answer, Step
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import Sex

SEX_AS_LISTED: dict[str, Sex] = {"M": "male", "F": "female"}
SYSTEM = "system:screening"

Key = tuple[int, int]  # a person, an entry
DISMISSAL = ("state", "decided_by", "decided_at", "ground", "reason", "referred_to", "answer_reference")


def find(check: Check, *, at: datetime) -> int:
    """Compare the applicant with all lists in force and keep what may be them. Returns how many.

    A dismissal made for the same version of the person and of the entry is taken over, so that a
    cleared hit does not come back. The query stands in the screening log.
    """
    person = check.application.person
    found = {entry: match for (_, entry), match in LISTS.current().screen(subject_of(person))}
    dismissed, restricted = dismissals([person], found), _restricted_among(found)
    for entry, match in found.items():
        taken_over = dismissal_values(dismissed.get((person.pk, entry)))
        compared = compared_values(match, is_restricted=entry in restricted)
        Hit.objects.create(check_answered=check, **_values(person, entry, at), **compared, **taken_over)
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
    shown, restricted = _shown(people.values(), entries), _restricted_among(entries)
    new = [
        Hit(
            person=person,
            **_values(person, entry, at),
            **compared_values(match, is_restricted=entry in restricted),
        )
        for person, matches in found.items()
        for entry, match in matches.items()
        if (person.pk, entry) not in shown
    ]
    kept = Hit.objects.bulk_create(new)
    rows = ListEntry.objects.in_bulk({hit.entry_id for hit in kept})
    for hit in kept:
        hit.entry = rows[hit.entry_id]
        tell("found", hit, people[hit.person_id or 0], actor=SYSTEM, at=at)
    return len(kept)


@transaction.atomic
def decide(
    hit: Hit,
    state: HitState,
    *,
    reason: str = "",
    ground: DismissalGround = DismissalGround.OTHER,
    referral: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Hit:
    """Say whether the listed entity is the applicant: same, different or unsure.

    "Same" waits for a second officer, and the case with it: an open hit holds up the proposal.
    `services.adjudication.Answer` says what else may be said.
    Refuses when: the actor lacks the right, is the person, or speaks a second time (Refused); answer, reason
    or ground are missing or wrong (InvalidInput); another officer decided meanwhile, or the case is before
    other officers or closed (Conflict).
    Records: screening.hit.said_same, .decided, .returned, .referred or .answered.
    """
    if hit.check_answered is None:
        raise InvalidInput("This hit belongs to no case; see services.person_hit.")
    application = hit.check_answered.application
    require(may_speak_on_hit(actor, scope, hit))
    _expect_undecided(step.locked(application))
    taken = adjudication.judge(hit, Answer(state, reason, ground, referral), actor=actor, at=at)
    settle(hit, taken)
    tell(
        taken.verb,
        hit,
        application.person,
        actor=actor.reference,
        at=at,
        subject=application.reference,
        **taken.body,
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


def _restricted_among(entries: Iterable[int]) -> set[int]:
    """Those of these entries that only an authority may know."""
    rows = ListEntry.objects.filter(pk__in=list(entries), source__in=RESTRICTED_SOURCES)
    return set(rows.values_list("pk", flat=True))


def compared_values(match: Match, *, is_restricted: bool) -> dict[str, Any]:
    """The columns of a comparison. Of a restricted entry nothing is kept that could be read anywhere.

    Its figures are the highest there are, so that it stands first, and say nothing.
    """
    if is_restricted:
        return {"score": Decimal(1), "priority": Decimal(1), "evidence": {"evidence": []}}
    return {
        "score": _three(match.score),
        "priority": _three(match.priority),
        "evidence": match.as_data(),
    }


def dismissals(people: Iterable[Person], entries: Iterable[int]) -> dict[Key, Hit | CrewHit]:
    """The latest dismissal of each, in the versions that stand now.

    None where an officer said "same" of the two elsewhere: then somebody is asked.
    """
    return {
        key: hit
        for key, hits in _about(people, entries).items()
        if not any(hit.awaits_second or hit.state_word is HitState.SAME for hit in hits)
        for hit in hits
        if hit.state_word is HitState.DIFFERENT
    }


def dismissal_values(earlier: Hit | CrewHit | None) -> dict[str, Any]:
    """What a new hit takes over from one that was dismissed for the same versions."""
    return {name: getattr(earlier, name) for name in DISMISSAL} if earlier is not None else {}


def _values(person: Person, entry: int, at: datetime) -> dict[str, Any]:
    return {"entry_id": entry, "person_version": person.version, "found_at": at}


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


def _shown(people: Iterable[Person], entries: Iterable[int]) -> set[Key]:
    """What needs no new hit: it was decided, or it waits for an officer in a case, at a call or here."""
    return {key for key, hits in _about(people, entries).items() if any(map(_is_before_an_officer, hits))}


def _is_before_an_officer(hit: Hit | CrewHit) -> bool:
    if hit.state_word is not HitState.OPEN or isinstance(hit, CrewHit) or hit.check_answered is None:
        return True
    return hit.check_answered.application.closed_at is None


def settle(hit: Hit, taken: Step) -> None:
    """Write an answer. Raises Conflict when another officer was faster, or it was confirmed."""
    if adjudication.as_seen(Hit.objects.all(), hit).update(**taken.columns) != 1:
        raise Conflict(adjudication.MEANWHILE)
    hit.refresh_from_db()


def _expect_undecided(case: Application) -> None:
    """What a proposal rests on stays as it is, so that the second officer signs what the first one saw."""
    if case.closed_at is not None:
        raise Conflict("The case is closed; a hit that matters now needs a reassessment.")
    if case.state_word is ApplicationState.PROPOSED:
        raise Conflict("A decision is proposed; it must be returned before a hit is decided again.")
    if case.state_word is ApplicationState.PANEL:
        raise Conflict("A panel decides on the file as it is; no hit is decided meanwhile.")


def tell(
    verb: str,
    hit: Hit,
    person: Person,
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
        source=hit.list_label,
        entry=hit.entry_number,
        **body,
    )


def _three(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")
