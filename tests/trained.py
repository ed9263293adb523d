"""What a person of the tests has learned, and is for others in an emergency."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.enums import EmergencyFunction
from access.models import SafetyFunction, Training, TrainingCertificate
from access.services import qualification
from screening.models import Person
from tests.people import Cast


def certified(person: Person, cast: Cast, *, at: datetime) -> TrainingCertificate:
    """Sven defines a training, and Carol enters the person's certificate of it, which holds for a year."""
    training = Training.objects.filter(port=person.port, code="ship-security").first()
    training = training or qualification.define_training(
        person.port, "ship-security", "Ship security", is_licence=False, **cast.sven.acts(at)
    )
    first = at.date()
    return qualification.enter(
        person, training, first, first + timedelta(days=365), number="STCW-1", **cast.carol.acts(at)
    )


def first_aider(person: Person, cast: Cast, *, at: datetime) -> SafetyFunction:
    return qualification.give_function(person, EmergencyFunction.FIRST_AID, **cast.sven.acts(at))
