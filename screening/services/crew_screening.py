"""Screens crews against the watchlists and takes officers' words on what was found.

The system issues permits; it never refuses one. Whatever stands in the way waits for an officer.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable, require
from portsec.kernel.scope import Scope
from screening.adjudication_words import DismissalGround
from screening.crew.words import CrewQuestion, CrewState
from screening.enums import HitState, ScreeningPurpose
from screening.matching.compare import Match
from screening.matching.subject import Subject
from screening.models import CrewHit, CrewList, CrewMember, Hit, ListEntry, TravelDocument
from screening.permissions import may_answer_for_crew, may_speak_on_hit
from screening.selectors.list_index import LISTS
from screening.selectors.port_ban import is_banned
from screening.selectors.watchlist import is_any_list_in_force
from screening.services import adjudication, permit, screening_log
from screening.services.adjudication import Answer, Step
from screening.services.hit import SEX_AS_LISTED, compared_values, dismissal_values, dismissals
from screening.watchlists.birth_date import BirthDate

SCREENER = "system:screening"


@transaction.atomic
def screen(crew_list: CrewList, *, first_row: int, last_row: int, at: datetime) -> int:
    """Screen some rows of a list; done by a worker. Returns how many wait for an officer.

    Whoever resembles nobody gets the permit at once.
    Refuses when: no list is loaded (Unavailable), because "nothing found" on no list would be a lie.
    Records: screening.permit.issued, screening.crew_member.held.
    Safe to repeat because: who was screened is passed over.
    """
    if not is_any_list_in_force():
        raise Unavailable("No watchlist is loaded; load one with `manage.py load_watchlist`.")
    waiting = (
        CrewMember.objects.select_for_update(of=("self",))
        .select_related("person", "document", "crew_list__port")
        .filter(crew_list=crew_list, row__range=(first_row, last_row), state=CrewState.TO_SCREEN.value)
    )
    return sum(_screen(member, at) is not None for member in waiting.order_by("row"))


@transaction.atomic
def decide(
    hit: CrewHit,
    state: HitState,
    *,
    reason: str = "",
    ground: DismissalGround = DismissalGround.OTHER,
    referral: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> CrewMember:
    """Say whether the listed entity is this member of the crew: same, different or unsure.

    With the last "different" the permit is issued, if nothing else stands in the way. "Same" waits for a
    second officer, and the permit with it; their word is the refusal, and every other permit of the person is
    revoked. `services.adjudication.Answer` says what else may be said.
    Refuses when: the actor lacks the right, is the person, or speaks a second time (Refused); answer, reason
    or ground are missing or wrong (InvalidInput); another officer decided meanwhile, or it was confirmed
    (Conflict).
    Records: screening.crew_hit.said_same, .decided, .returned, .referred or .answered; then
    screening.permit.issued, or screening.permit.revoked and screening.crew_member.refused.
    """
    member = _locked(hit.member_id)
    require(may_speak_on_hit(actor, scope, hit))
    taken = adjudication.judge(hit, Answer(state, reason, ground, referral), actor=actor, at=at)
    _settle(hit, taken)
    _record(
        member,
        f"crew_hit.{taken.verb}",
        actor=actor.reference,
        at=at,
        source=hit.list_label,
        entry=hit.entry_number,
        **taken.body,
    )
    if hit.state_word is HitState.SAME:
        _refuse(member, taken.text, actor=actor, at=at)
    elif member.state_word is CrewState.WITH_OFFICER:
        _go_on(member, settled=frozenset(), actor=actor, at=at)
    return member


@transaction.atomic
def allow(member: CrewMember, *, reason: str, actor: User, scope: Scope, at: datetime) -> CrewMember:
    """Answer a question about a document in the person's favour; the permit is issued.

    Refuses when: the actor may not answer for crews there or is the person (Refused); the reason is empty
    (InvalidInput); a hit is not decided, a ban is in force, or nothing is asked (Conflict).
    Records: screening.crew_member.allowed, screening.permit.issued.
    """
    locked = _locked(member.pk)
    require(may_answer_for_crew(actor, scope, locked))
    text = _reason(reason)
    if locked.state_word is not CrewState.WITH_OFFICER:
        raise Conflict("Nothing about this member of the crew waits for an answer.")
    settled = frozenset({CrewQuestion.DOCUMENT_EXPIRED, CrewQuestion.DOCUMENT_OF_ANOTHER})
    left = [question for question in _questions(locked, at) if question not in settled]
    if left:
        raise Conflict(f"First to be settled: {left[0].label.lower()}.")
    _record(locked, "crew_member.allowed", actor=actor.reference, at=at, reason=text)
    _permit(locked, actor=actor.reference, at=at, answered_by=actor, answered_at=at, reason=text)
    return locked


@transaction.atomic
def refuse(member: CrewMember, *, reason: str, actor: User, scope: Scope, at: datetime) -> CrewMember:
    """Refuse a permit, or take it back; an officer's word, with the reason.

    Refuses when: the actor may not answer for crews there or is the person (Refused); the reason is empty
    (InvalidInput); the person is being screened, or is refused already (Conflict).
    Records: screening.crew_member.refused, screening.permit.revoked.
    """
    locked = _locked(member.pk)
    require(may_answer_for_crew(actor, scope, locked))
    text = _reason(reason)
    if locked.state_word not in (CrewState.WITH_OFFICER, CrewState.PERMITTED):
        raise Conflict(f"This member of the crew: {locked.state_word.label.lower()}.")
    _refuse(locked, text, actor=actor, at=at)
    return locked


def _screen(member: CrewMember, at: datetime) -> CrewQuestion | None:
    found = LISTS.current().screen(subject_of(member))
    entries = ListEntry.objects.in_bulk([entry for (_, entry), _ in found])
    dismissed = dismissals([member.person], entries)
    for (_, entry), match in found:
        _keep(member, entries[entry], match, dismissed.get((member.person_id, entry)))
    screening_log.note(
        member.person,
        ScreeningPurpose.CREW,
        subject=f"crew_list:{member.crew_list.ref}",
        lists=LISTS.versions,
        alerts=len(found),
        at=at,
    )
    CrewMember.objects.filter(pk=member.pk).update(screened_at=at)
    return _go_on(member, settled=frozenset(), actor=None, at=at)


def _go_on(
    member: CrewMember, *, settled: frozenset[CrewQuestion], actor: User | None, at: datetime
) -> CrewQuestion | None:
    """Issue the permit, or leave the first open question to an officer."""
    open_questions = [question for question in _questions(member, at) if question not in settled]
    if not open_questions:
        by = actor.reference if actor else SCREENER
        answered = {"answered_by": actor, "answered_at": at} if actor else {}
        _permit(member, actor=by, at=at, **answered)
        return None
    question = open_questions[0]
    if question.value != member.question:
        _move(member, CrewState.WITH_OFFICER, question=question.value)
        _record(
            member,
            "crew_member.held",
            actor=actor.reference if actor else SCREENER,
            at=at,
            question=question.label,
        )
    return question


def _questions(member: CrewMember, at: datetime) -> list[CrewQuestion]:
    """What an officer must say something about, the gravest first."""
    document = member.document
    arrives = timezone.localdate(member.crew_list.eta)
    undecided = member.hits.exclude(state=HitState.DIFFERENT.value)
    others = TravelDocument.objects.filter(
        port=document.port_id, number=document.number, state=document.state
    ).exclude(birth_date=document.birth_date)
    asked = {
        CrewQuestion.BANNED: is_banned(member.person_id, at=at),
        CrewQuestion.HIT: undecided.exists(),
        CrewQuestion.DOCUMENT_OF_ANOTHER: others.exists(),
        CrewQuestion.DOCUMENT_EXPIRED: document.expires_on is not None and document.expires_on < arrives,
    }
    return [question for question, is_asked in asked.items() if is_asked]


def subject_of(member: CrewMember) -> Subject:
    """A member of a crew as the matcher sees them: by every name that is known."""
    person = member.person
    names = dict.fromkeys(name for name in (person.full_name, person.native_name, member.full_name) if name)
    return Subject(
        names=tuple(names),
        birth=BirthDate.on(person.birth_date) if person.birth_date else None,
        nationalities=(person.nationality,) if person.nationality else (),
        sex=SEX_AS_LISTED.get(person.sex, ""),
    )


def _keep(member: CrewMember, entry: ListEntry, match: Match, earlier: CrewHit | Hit | None) -> None:
    """Keep a hit; one that was dismissed for the same person and entry before stays dismissed."""
    CrewHit.objects.create(
        member=member,
        entry=entry,
        person_version=member.person.version,
        **compared_values(match, is_restricted=entry.is_restricted),
        **dismissal_values(earlier),
    )


def _settle(hit: CrewHit, taken: Step) -> None:
    if adjudication.as_seen(CrewHit.objects.all(), hit).update(**taken.columns) != 1:
        raise Conflict(adjudication.MEANWHILE)
    hit.refresh_from_db()


def _permit(member: CrewMember, *, actor: str, at: datetime, **answered: object) -> None:
    _move(member, CrewState.PERMITTED, question="", **answered)
    permit.issue_for_call(member, actor=actor, at=at)


def _refuse(member: CrewMember, reason: str, *, actor: User, at: datetime) -> None:
    if member.state_word is not CrewState.REFUSED:
        _move(member, CrewState.REFUSED, question="", answered_by=actor, answered_at=at, reason=reason)
        _record(member, "crew_member.refused", actor=actor.reference, at=at, reason=reason)
    permit.revoke_all(
        member.person, reason=f"Crew list {member.crew_list.ref}: {reason}", actor=actor.reference, at=at
    )


def _move(member: CrewMember, new: CrewState, **columns: object) -> None:
    changed = CrewMember.objects.filter(pk=member.pk, state=member.state).update(state=new.value, **columns)
    if changed != 1:
        raise Conflict("This member of the crew was answered meanwhile; look again.")
    member.refresh_from_db()


def _locked(member_pk: int) -> CrewMember:
    return (
        CrewMember.objects.select_for_update(of=("self",))
        .select_related("person", "document", "crew_list__port")
        .get(pk=member_pk)
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(member: CrewMember, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.{verb}",
        actor=actor,
        at=at,
        subject=member.person.reference,
        port=member.crew_list.port.locode,
        crew_list=member.crew_list.ref,
        **body,
    )
