"""What a port keeps beside the cases themselves: a letter, a request, a ground, a hold, erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from screening.enums import IdentityProof, RightKind
from screening.letters.words import LetterKind
from screening.models import (
    Application,
    Erasure,
    ErasureOrder,
    LegalHold,
    Letter,
    Person,
    Post,
    RightsRequest,
    SecretGround,
)
from screening.retention.policy import default_policy
from screening.services import application, erasure, hold, person, rights, secret_ground
from tests.people import MAKER, Cast

ESSENCE = "Repeated contact with a group that smuggles through the terminal."


@dataclass
class Custody:
    """One of each. `ordered` waits for the second officer; `erasure` is the certificate of another case."""

    letter: Letter
    asked: RightsRequest
    ground: SecretGround
    hold: LegalHold
    ordered: ErasureOrder
    erasure: Erasure


def make(granted: Application, case: Application, where: Post, cast: Cast, *, at: datetime) -> Custody:
    """Erin asks for her file; Nils applied three times and gave up each time."""
    asked = rights.receive(granted.person, RightKind.ACCESS, text="What do you hold?", **cast.alice.acts(at))
    rights.identify(asked, IdentityProof.IN_PERSON, **cast.alice.acts(at))
    nils = person.register(
        port=where.port,
        family_name="Brandt",
        given_names="Nils",
        birth_date=date(1988, 2, 3),
        organisation=where.organisation,
        actor=MAKER,
        at=at,
    )
    held, ordered, gone = (give_up(nils, where, cast, at=at) for _ in range(3))
    confirmed = erasure.order(gone, ground="Entered twice by mistake.", **cast.alice.acts(at))
    return Custody(
        letter=granted.letters.get(kind=LetterKind.DECISION.value),
        asked=asked,
        ground=note_ground(case, cast, at=at),
        hold=hold.enter(
            held,
            reason="Proceedings before the court of Example.",
            review_on=at.date() + timedelta(days=90),
            **cast.alice.acts(at),
        ),
        ordered=erasure.order(ordered, ground="Entered twice by mistake.", **cast.alice.acts(at)),
        erasure=erasure.confirm(confirmed, policy=default_policy(), **cast.bob.acts(at)),
    )


def give_up(who: Person, where: Post, cast: Cast, *, at: datetime) -> Application:
    """A case that the person withdrew at once."""
    case = application.submit(who, where, declared_history=True, **cast.alice.acts(at))
    application.withdraw(case, reason="Took another job.", **cast.alice.acts(at))
    case.refresh_from_db()
    return case


def note_ground(case: Application, cast: Cast, *, at: datetime) -> SecretGround:
    return secret_ground.enter(
        case,
        authority="Security Service of Example",
        reference="SSE-4711",
        held_at="Registry of the Security Service, room 2",
        legal_ground="Security Services Act, section 12",
        essence=ESSENCE,
        **cast.bob.acts(at),
    )
