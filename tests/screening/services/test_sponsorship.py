"""A contractor's case begins when hiring firm and host have both signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Port
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, Person, Post, Sponsorship
from screening.selectors.sponsorship import last_day_of, to_sign
from screening.services import application, sponsorship
from tests.people import Actor, Cast
from tests.screening import people_rows, rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def who(port: Port) -> Person:
    return people_rows.contractor(port)


@pytest.fixture
def firm(port: Port) -> Actor:
    """Somebody of the hiring firm."""
    return people_rows.employer("finn", people_rows.cranecare(), port)


@pytest.fixture
def host(cast: Cast) -> Actor:
    """Somebody of the host operator."""
    return cast.emma


@pytest.fixture
def waiting(who: Person, crane: Post, quayside: Organisation, firm: Actor) -> Application:
    return people_rows.asked(who, crane, quayside, firm)


def of(case: Application, role: str) -> Sponsorship:
    return case.sponsorships.get(role=role)


def signed(case: Application, role: str, actor: Actor) -> sponsorship.Signed:
    return sponsorship.sign(of(case, role), **actor.acts(clock.now()))


def test_case_when_entered_then_it_waits_for_both(waiting: Application, firm: Actor, host: Actor) -> None:
    assert waiting.state == "sponsoring"
    assert waiting.contract.number == "C-77"
    assert to_sign(scope=firm.scope).get().role == "hiring_firm"
    assert to_sign(scope=host.scope).get().role == "host"
    assert waiting.checks.count() == 0


def test_case_when_one_has_signed_then_it_still_waits(waiting: Application, firm: Actor) -> None:
    assert signed(waiting, "hiring_firm", firm).invited is None
    waiting.refresh_from_db()
    assert waiting.state == "sponsoring"


@pytest.mark.parametrize("order", [("hiring_firm", "host"), ("host", "hiring_firm")])
def test_case_when_both_have_signed_then_the_person_is_invited(
    waiting: Application, firm: Actor, host: Actor, order: tuple[str, str]
) -> None:
    hands = {"hiring_firm": firm, "host": host}
    signed(waiting, order[0], hands[order[0]])
    last = signed(waiting, order[1], hands[order[1]])
    waiting.refresh_from_db()
    assert waiting.state == "invited"
    assert last.invited is not None


def test_case_when_declared_on_paper_then_checks_are_asked_for(
    who: Person, crane: Post, quayside: Organisation, firm: Actor, host: Actor, alice: Actor
) -> None:
    rows.load_list()
    paper = sponsorship.OnPaper(declared_convictions=False, declared_history=True)
    case = people_rows.asked(who, crane, quayside, alice, on_paper=paper)
    signed(case, "host", host)
    signed(case, "hiring_firm", firm)
    case.refresh_from_db()
    assert case.state == "checking"
    assert case.checks.exists()


def test_case_when_a_row_is_moved_without_signatures_then_the_database_refuses(waiting: Application) -> None:
    with pytest.raises(IntegrityError, match="two sponsors"), transaction.atomic():
        Application.objects.filter(pk=waiting.pk).update(state="invited")


def test_signature_when_the_other_organisation_signs_then_refused(waiting: Application, host: Actor) -> None:
    with pytest.raises(Refused, match="Another organisation"):
        signed(waiting, "hiring_firm", host)


def test_signature_when_one_person_would_sign_for_both_then_refused(
    waiting: Application, firm: Actor, quayside: Organisation
) -> None:
    signed(waiting, "hiring_firm", firm)
    firm.user.organisation = quayside  # changed sides meanwhile
    firm.user.save(update_fields=["organisation"])
    with pytest.raises(Refused, match="signed for the other"):
        signed(waiting, "host", firm)


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "frank"])
def test_signature_when_an_officer_gives_it_then_refused(waiting: Application, cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        signed(waiting, "host", getattr(cast, name))


def test_signature_when_given_twice_then_conflict(waiting: Application, firm: Actor) -> None:
    signed(waiting, "hiring_firm", firm)
    with pytest.raises(Conflict, match="answered already"):
        signed(waiting, "hiring_firm", firm)


def test_sponsor_when_declining_then_the_case_is_closed_with_the_reason(
    waiting: Application, host: Actor
) -> None:
    declined = sponsorship.decline(of(waiting, "host"), reason="No such work.", **host.acts(clock.now()))
    waiting.refresh_from_db()
    assert (waiting.state, declined.reason) == ("withdrawn", "No such work.")
    assert waiting.closed_at is not None


def test_sponsor_when_declining_without_reason_then_refused(waiting: Application, host: Actor) -> None:
    with pytest.raises(InvalidInput, match="reason"):
        sponsorship.decline(of(waiting, "host"), reason=" ", **host.acts(clock.now()))


def test_sponsor_when_the_case_was_given_up_then_conflict(
    waiting: Application, firm: Actor, host: Actor
) -> None:
    application.withdraw(waiting, reason="Not needed.", **firm.acts(clock.now()))
    with pytest.raises(Conflict, match="no longer waits"):
        signed(waiting, "host", host)


def test_contractor_when_host_is_the_hiring_firm_then_refused(who: Person, crane: Post, firm: Actor) -> None:
    with pytest.raises(InvalidInput) as caught:
        people_rows.asked(who, crane, people_rows.cranecare(), firm)
    assert "host" in caught.value.fields


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"contract_number": " "}, "contract_number"),
        ({"tier": 0}, "tier"),
        ({"tier": 6}, "tier"),
        ({"days": 0}, "ends_on"),
        ({"days": 365 * 20}, "ends_on"),
    ],
)
def test_contract_when_incomplete_then_named(
    who: Person, crane: Post, quayside: Organisation, firm: Actor, values: dict[str, int], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        sponsorship.enter(
            who,
            crane,
            people_rows.terms(quayside, **values),
            reason="Work.",
            since=people_rows.today(),
            **firm.acts(clock.now()),
        )
    assert field in caught.value.fields
    assert not Application.objects.exists()


def test_contractor_when_entered_like_an_employee_then_refused(
    who: Person, crane: Post, alice: Actor
) -> None:
    with pytest.raises(InvalidInput, match="enter the terms"):
        application.submit(who, crane, **alice.acts(clock.now()))


def test_employee_when_entered_as_contractor_then_refused(
    erin: Person, crane: Post, quayside: Organisation, alice: Actor
) -> None:
    with pytest.raises(InvalidInput, match="registered as employee"):
        people_rows.asked(erin, crane, quayside, alice)


def test_last_day_when_asked_then_the_contracts_end(waiting: Application) -> None:
    assert last_day_of(waiting) == people_rows.today() + timedelta(days=300)


def test_sponsorships_when_rows_are_of_one_organisation_then_the_database_refuses(
    waiting: Application, quayside: Organisation
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.create(
            application=waiting, role="host", organisation=quayside, asked_at=clock.now()
        )
