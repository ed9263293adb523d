"""What stands around the cases of the made-up port: people invited, a contract, a crew, a ban, a request."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, Port, User
from accounts.selectors.scope import scope_of
from ledger.models import Job
from ledger.services import job
from portsec.demo.accounts import ACTOR
from screening.crew.columns import COLUMNS, Field
from screening.enums import IdentityProof, PersonCategory, RightKind
from screening.kinds.words import BanScope, PermitKind
from screening.models import Application, Person, Post
from screening.services import crew, expert, need, permit, person, port_ban, rights, sponsorship

CREW_COLUMNS = (
    Field.SEQUENCE,
    Field.FAMILY_NAME,
    Field.GIVEN_NAMES,
    Field.RANK,
    Field.NATIONALITY,
    Field.BIRTH_DATE,
    Field.GENDER,
    Field.DOCUMENT_KIND,
    Field.DOCUMENT_NUMBER,
    Field.DOCUMENT_STATE,
)
# The third resembles a name of the port's own list; the last has a birth date that nobody can have.
CREW = (
    ("Santos", "Maria Luz", "Master", "PHL", "1979-05-10", "F"),
    ("Kowalski", "Piotr", "Chief officer", "POL", "1984-01-22", "M"),
    ("Morozov", "Viktor", "Chief engineer", "DEU", "1979-11-02", "M"),
    ("Reyes", "Jun", "Able seaman", "PHL", "1993-08-30", "M"),
    ("García", "Ana", "Cook", "ESP", "1990-02-31", "F"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts: a vetting officer and a deciding officer, at one moment."""

    port: Port
    vetting: User
    deciding: User
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def vets(self) -> dict[str, Any]:
        return {"actor": self.vetting, "scope": scope_of(self.vetting), "at": self.at}

    def decides(self) -> dict[str, Any]:
        return {"actor": self.deciding, "scope": scope_of(self.deciding), "at": self.at}


def make(desk: Desk) -> None:
    """One of each, through the commands that the desk uses."""
    _invite(desk)
    _contract(desk)
    _expert(desk)
    _crew(desk)
    _ban(desk)
    _ask_for_the_file(desk)


def _invite(desk: Desk) -> None:
    post = _post(desk, "reefer-technician")
    invited = _register(desk, "Hoekstra", "Sanne", PersonCategory.EMPLOYEE, post.organisation)
    reason = "Looks after the reefers of the night shift."
    need.declare(invited, post, reason=reason, since=desk.today, until=None, **desk.vets())


def _contract(desk: Desk) -> None:
    """The hiring firm and the terminal are asked to sign."""
    post = _post(desk, "mechanic")
    fitter = _register(desk, "Lambert", "Théo", PersonCategory.CONTRACTOR, _organisation("CRANECARE"))
    terms = sponsorship.Terms(
        host=_organisation("QUAYSIDE"),
        contract_number="CC-2026-118",
        tier=1,
        ends_on=desk.today + timedelta(days=240),
    )
    reason = "Overhaul of cranes 4 to 7."
    sponsorship.enter(fitter, post, terms, reason=reason, since=desk.today, **desk.vets())


def _expert(desk: Desk) -> None:
    """A surveyor comes with an escort until the file is complete."""
    post = _post(desk, "crane-operator")
    host = _organisation("QUAYSIDE")
    surveyor = _register(desk, "Lie", "Kari", PersonCategory.FOREIGN_EXPERT, host)
    ends_on = desk.today + timedelta(days=90)
    terms = expert.Terms(host=host, purpose="Class survey of crane 6.", ends_on=ends_on)
    visit: Application = expert.enter(surveyor, post, terms, since=desk.today, **desk.vets()).application
    permit.issue_escorted(
        visit,
        PermitKind.ESCORTED_TEMPORARY,
        first=desk.today,
        last=desk.today + timedelta(days=20),
        days=8,
        **desk.vets(),
    )


def _crew(desk: Desk) -> None:
    call = crew.ShipCall(
        ref="VC-0117",
        ship_name="Example Star",
        imo_number="9074729",
        eta=desk.at + timedelta(hours=6),
        etd=desk.at + timedelta(days=2),
    )
    staged = crew.stage(desk.port, call, _crew_list(), file_name="example_star.csv", **desk.vets())
    crew.take(staged, **desk.vets())
    for waiting in Job.objects.filter(kind=crew.SCREENING_JOB, subject=staged.reference):
        job.run(waiting.pk, at=desk.at)


def _crew_list() -> str:
    names = {column.field: column.fal for column in COLUMNS}
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([names[field] for field in CREW_COLUMNS])
    for number, (*name_and_rank, state, born, sex) in enumerate(CREW, start=1):
        paper = ("Passport", f"P{7_310_000 + number}A", state)
        writer.writerow([number, *name_and_rank, state, born, sex, *paper])
    return text.getvalue()


def _ban(desk: Desk) -> None:
    """One officer entered a court's order; another confirms it."""
    banned = _register(desk, "Bakker", "Piet", PersonCategory.EMPLOYEE, _organisation("DELTAHAUL"))
    port_ban.enter(
        banned,
        forbids=BanScope.PLACE,
        authority="Criminal court of Example",
        legal_ref="Act of 9 December 2021, ban on entering a port",
        order_ref="2026/0417",
        starts_on=desk.today,
        ends_on=desk.today + timedelta(days=5 * 365),
        **desk.decides(),
    )


def _ask_for_the_file(desk: Desk) -> None:
    asker = Person.objects.filter(port=desk.port, clearances__isnull=False).order_by("pk")[0]
    asked = rights.receive(
        asker, RightKind.ACCESS, text="Please send me everything you hold about me.", **desk.vets()
    )
    rights.identify(asked, IdentityProof.IN_PERSON, **desk.vets())


def _register(
    desk: Desk,
    family_name: str,
    given_names: str,
    category: PersonCategory,
    organisation: Organisation | None,
) -> Person:
    return person.register(
        port=desk.port,
        family_name=family_name,
        given_names=given_names,
        birth_date=date(1987, 4, 12),
        nationality="NO" if category is PersonCategory.FOREIGN_EXPERT else "BE",
        category=category,
        organisation=organisation,
        actor=ACTOR,
        at=desk.at,
    )


def _post(desk: Desk, code: str) -> Post:
    return Post.objects.select_related("organisation", "port").get(port=desk.port, code=code)


def _organisation(code: str) -> Organisation:
    return Organisation.objects.get(code=code)
