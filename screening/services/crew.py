"""Takes in crew lists: first a preview that changes nothing, then the good rows; bad ones are kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.crew import crew_list as reading
from screening.crew.cells import NO_STATE
from screening.crew.columns import Field, label_of
from screening.crew.crew_list import CrewRow, RejectedRow, RowError
from screening.crew.imo import imo_number
from screening.crew.words import CrewListState
from screening.enums import PersonCategory
from screening.models import CrewList, CrewMember, Person, TravelDocument
from screening.permissions import may_take_in_crews
from screening.services import permit
from screening.services import person as people

SCREENING_JOB = "screening.crew_screening"
BATCH = 50  # people screened in one job: seconds of work, so that the progress is seen and a retry is small
LONGEST_STAY = timedelta(days=90)  # a ship that stays longer is laid up; the end is more likely mistyped

Identity = tuple[str, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipCall:
    """The call that a list is for. `ref` is the port's own reference of it."""

    ref: str
    ship_name: str
    imo_number: str
    eta: datetime
    etd: datetime


def stage(
    port: Port,
    call: ShipCall,
    text: str,
    *,
    file_name: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> CrewList:
    """Keep a file for its preview. Nobody is registered yet.

    Refuses when: the actor may not take in crews there (Refused); the call is impossible, the file cannot be
    read as a whole, or names another ship (InvalidInput).
    """
    require(may_take_in_crews(scope, port_id=port.pk))
    imo = _check_call(call, at)
    said = reading.parse(text, today=timezone.localdate(at))
    others = sorted(said.imo_numbers - {imo})
    if others:
        problem = f"The file is of the ship IMO {others[0]}, not of IMO {imo}."
        raise InvalidInput(problem, fields={"file": problem})
    return CrewList.objects.create(
        port=port,
        call_ref=call.ref.strip(),
        ship_name=call.ship_name.strip(),
        imo_number=imo,
        eta=call.eta,
        etd=call.etd,
        file_name=file_name[:120],
        digest=hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest(),
        text=text,
        header=list(said.header),
        rejected=_kept(said.rejected),
        sent_by=actor,
        sent_at=at,
    )


def preview(crew_list: CrewList) -> reading.CrewList:
    """What the staged file says, read as on the day it was sent."""
    if crew_list.state_word is not CrewListState.DRAFT:
        raise Conflict("This list was answered already.")
    return reading.parse(crew_list.text, today=timezone.localdate(crew_list.sent_at))


@transaction.atomic
def take(crew_list: CrewList, *, actor: User, scope: Scope, at: datetime) -> CrewList:
    """Take in the good rows: known people are recognised, others registered, and all of them screened.

    Refuses when: the actor may not take in crews there (Refused); the list was answered already, or has no
    good row (Conflict).
    Records: screening.crew_list.taken, screening.person.registered for each new person.
    Wakes: the screening jobs, one for each batch.
    """
    require(may_take_in_crews(scope, port_id=crew_list.port_id))
    locked = CrewList.objects.select_for_update().get(pk=crew_list.pk)
    said = preview(locked)
    if not said.rows:
        raise Conflict("No row of this list can be taken in; correct it and send it again.")
    members, doubles = _register(locked, said.rows, actor=actor.reference, at=at)
    rejected = [*locked.rejected, *_kept(_doubled(locked, doubles))]
    CrewList.objects.filter(pk=locked.pk).update(
        state=CrewListState.TAKEN.value, text="", taken_at=at, rejected=rejected
    )
    crew_list.refresh_from_db()
    record.append(
        "screening.crew_list.taken",
        actor=actor.reference,
        at=at,
        subject=crew_list.reference,
        port=crew_list.port.locode,
        ship=f"IMO {crew_list.imo_number}",
        call=crew_list.call_ref,
        people=len(members),
        rejected=len(rejected),
    )
    rows = [member.row for member in members]
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        job.request(
            SCREENING_JOB,
            crew_list.reference,
            slot=f"{batch[0]}-{batch[-1]}",
            actor=actor.reference,
            at=at,
            port=crew_list.port.locode,
        )
    return crew_list


@transaction.atomic
def discard(crew_list: CrewList, *, actor: User, scope: Scope, at: datetime) -> None:
    """Drop a staged file; nothing of it is kept.

    Refuses when: the actor may not take in crews there (Refused); it was taken in already (Conflict).
    """
    require(may_take_in_crews(scope, port_id=crew_list.port_id))
    changed = CrewList.objects.filter(pk=crew_list.pk, state=CrewListState.DRAFT.value).update(
        state=CrewListState.DISCARDED.value, text="", rejected=[]
    )
    if changed != 1:
        raise Conflict("This list was answered already.")


@transaction.atomic
def change_times(
    crew_list: CrewList, *, eta: datetime, etd: datetime, actor: User, scope: Scope, at: datetime
) -> int:
    """Follow a ship that comes or leaves at other times; its permits do the same. Returns how many.

    Refuses when: the actor may not take in crews there (Refused); the list is not taken in (Conflict); the
    times are impossible (InvalidInput).
    Records: screening.crew_list.call_changed.
    """
    require(may_take_in_crews(scope, port_id=crew_list.port_id))
    locked = CrewList.objects.select_for_update().get(pk=crew_list.pk)
    if locked.state_word is not CrewListState.TAKEN:
        raise Conflict("This list is not taken in; send it again with the right times.")
    problem = _wrong_stay(eta, etd)
    if problem:
        raise InvalidInput(problem, fields={"etd": problem})
    CrewList.objects.filter(pk=locked.pk).update(eta=eta, etd=etd)
    crew_list.refresh_from_db()
    return _follow(crew_list, actor=actor.reference, at=at)


@transaction.atomic
def depart(crew_list: CrewList, *, actor: str, at: datetime) -> int:
    """Let the permits of a ship's crew end now, because it has left; for commands that have judged the right.

    Returns how many.
    Refuses when: the list is not taken in, or the ship is not due yet (Conflict).
    Records: screening.crew_list.call_changed.
    Safe to repeat because: who has left already leaves at the time that was told first.
    """
    locked = CrewList.objects.select_for_update().get(pk=crew_list.pk)
    if locked.state_word is not CrewListState.TAKEN:
        raise Conflict("This list is not taken in.")
    if at <= locked.eta:
        raise Conflict("This ship is not due yet; change its times instead.")
    if locked.etd <= at:
        return 0
    CrewList.objects.filter(pk=locked.pk).update(etd=at)
    crew_list.refresh_from_db()
    return _follow(crew_list, actor=actor, at=at)


def _wrong_stay(eta: datetime, etd: datetime) -> str:
    """What is wrong with these times; nothing when they are possible."""
    if etd <= eta:
        return "The ship leaves before it arrives."
    if etd - eta > LONGEST_STAY:
        return f"The stay is longer than {LONGEST_STAY.days} days; look at the dates again."
    return ""


def _follow(crew_list: CrewList, *, actor: str, at: datetime) -> int:
    """Let the permits follow the times of their list, and put it on record."""
    followed = permit.follow_call(crew_list)
    record.append(
        "screening.crew_list.call_changed",
        actor=actor,
        at=at,
        subject=crew_list.reference,
        port=crew_list.port.locode,
        arrives=f"{timezone.localtime(crew_list.eta):%Y-%m-%d %H:%M}",
        leaves=f"{timezone.localtime(crew_list.etd):%Y-%m-%d %H:%M}",
        permits=followed,
    )
    return followed


def _check_call(call: ShipCall, at: datetime) -> str:
    problems: dict[str, str] = {}
    imo = ""
    try:
        imo = imo_number(call.imo_number)
    except InvalidInput as error:
        problems["imo_number"] = error.detail
    if not call.ref.strip():
        problems["call_ref"] = "Enter the reference of the call."
    if not call.ship_name.strip():
        problems["ship_name"] = "Enter the name of the ship."
    if wrong := _wrong_stay(call.eta, call.etd):
        problems["etd"] = wrong
    elif call.etd <= at:
        problems["etd"] = "The ship has left already."
    if problems:
        raise InvalidInput(" ".join(problems.values()), fields=problems)
    return imo


def _kept(rejected: Iterable[RejectedRow]) -> list[dict[str, object]]:
    return [
        {"row": row.row, "cells": list(row.cells), "errors": [asdict(error) for error in row.errors]}
        for row in rejected
    ]


def _doubled(crew_list: CrewList, doubles: dict[int, int]) -> Iterator[RejectedRow]:
    """Rows of people whom the list names twice, each time with another document that is on file."""
    cells = reading.cells_of(crew_list.text, doubles)
    for row, first in doubles.items():
        reason = f"Row {first} is the same person; both documents are on file for them."
        error = RowError(row, label_of(Field.DOCUMENT_NUMBER), reason)
        yield RejectedRow(row, cells[row], (error,))


def _register(
    crew_list: CrewList, rows: Sequence[CrewRow], *, actor: str, at: datetime
) -> tuple[list[CrewMember], dict[int, int]]:
    """The new members, and for each row that names somebody again the first row that did."""
    known = _known(crew_list.port, rows)
    strangers = [row for row in rows if row.identity not in known]
    newcomers = [_as_person(row) for row in strangers]
    people.register_many(crew_list.port, newcomers, actor=actor, at=at)
    documents = TravelDocument.objects.bulk_create(
        _as_document(crew_list.port, person, row) for person, row in zip(newcomers, strangers, strict=True)
    )
    known |= {row.identity: document for row, document in zip(strangers, documents, strict=True)}
    calls = _earlier_calls(document.person_id for document in known.values())
    doubles = _doubles(rows, known)
    members = CrewMember.objects.bulk_create(
        _as_member(crew_list, row, known[row.identity], calls) for row in rows if row.row not in doubles
    )
    return members, doubles


def _known(port: Port, rows: Iterable[CrewRow]) -> dict[Identity, TravelDocument]:
    """Documents that are on file for these people: number, issuing State and date of birth agree."""
    numbers = [row.document_number for row in rows]
    found = TravelDocument.objects.filter(port=port, number__in=numbers).select_related("person")
    return {(document.number, document.state, document.birth_date): document for document in found}


def _doubles(rows: Iterable[CrewRow], known: dict[Identity, TravelDocument]) -> dict[int, int]:
    """Of two rows with two documents of one person the second, by its number, with the first one's."""
    first: dict[int, int] = {}
    return {
        row.row: earlier
        for row in rows
        if (earlier := first.setdefault(known[row.identity].person_id, row.row)) != row.row
    }


def _earlier_calls(person_ids: Iterable[int]) -> dict[int, int]:
    counted = CrewMember.objects.filter(person_id__in=set(person_ids)).values("person_id")
    return {
        row["person_id"]: row["calls"] for row in counted.annotate(calls=Count("crew_list", distinct=True))
    }


def _as_person(row: CrewRow) -> Person:
    return Person(
        family_name=row.family_name,
        given_names=row.given_names,
        birth_date=row.birth_date,
        nationality="" if row.nationality in NO_STATE else row.nationality,
        sex=row.gender,
        category=PersonCategory.SEAFARER.value,
        job_title=row.rank,
    )


def _as_document(port: Port, person: Person, row: CrewRow) -> TravelDocument:
    return TravelDocument(
        person=person,
        port=port,
        kind=row.document_kind,
        number=row.document_number,
        state=row.document_state,
        birth_date=row.birth_date,
        expires_on=row.document_expires,
    )


def _as_member(
    crew_list: CrewList, row: CrewRow, document: TravelDocument, calls: dict[int, int]
) -> CrewMember:
    return CrewMember(
        crew_list=crew_list,
        row=row.row,
        person_id=document.person_id,
        document=document,
        sequence=row.sequence,
        family_name=row.family_name,
        given_names=row.given_names,
        rank=row.rank,
        nationality=row.nationality,
        birth_place=row.birth_place,
        birth_country=row.birth_country,
        embarked_at=row.embarked_at,
        disembarks_at=row.disembarks_at,
        visa_number=row.visa_number,
        returning=calls.get(document.person_id, 0),
    )
