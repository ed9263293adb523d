"""Cases that are closed, and aged: what retention, letters and rights are tried on."""

from __future__ import annotations

from datetime import datetime, timedelta

from screening.enums import Outcome
from screening.models import Application, Decision, Finding, Note, Person
from screening.services import application, decision
from tests.moment import port_now
from tests.people import Actor, Cast
from tests.screening import rows


def withdrawn(case: Application, officer: Actor, *, days_ago: int = 0) -> Application:
    """A case with a conviction and a note on file that the person gave up some days ago."""
    rows.answer_record(case, officer, rows.TRAFFICKING)
    application.add_note(case, "Rang her on Monday.", **officer.acts(port_now()))
    application.withdraw(case, reason="Took another job.", **officer.acts(port_now()))
    return aged(case, days_ago)


def aged(case: Application, days_ago: int) -> Application:
    Application.objects.filter(pk=case.pk).update(closed_at=port_now() - timedelta(days=days_ago))
    case.refresh_from_db()
    return case


def personal_words(case: Application) -> list[str]:
    """Whatever in the database still tells something of the person of this case."""
    checks = case.checks.all()
    person = Person.objects.get(pk=case.person_id)
    found = [person.family_name, person.given_names, person.search_name, str(person.birth_date or "")]
    found += [note.text for note in Note.objects.filter(application=case)]
    found += [check.detail for check in checks]
    found += [f"{row.country} {row.decided_on}" for check in checks for row in check.convictions.all()]
    found += [row.sentence for row in Finding.objects.filter(assessment__application=case)]
    found += [row.reason for row in Decision.objects.filter(application=case)]
    return [word for word in found if word and word not in {"erased", "(erased)"}]


def cleared(case: Application, cast: Cast, now: datetime) -> Application:
    """The case as two officers granted it, with the letters that went out."""
    rows.reviewed(case, cast.alice)
    rows.assessed(case, cast.alice)
    proposal = rows.proposed(case, cast.alice)
    decision.give_opinion(proposal, Outcome.GRANT, reason="Nothing, wrote Bob.", **cast.bob.acts(now))
    case.refresh_from_db()
    return case
