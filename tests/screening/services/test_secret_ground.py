"""Secret grounds: a pointer and an essence, for those who decide; nobody else learns where, nobody what."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import Application, SecretGround
from screening.selectors.secret_ground import essences_of, secret_grounds_for
from screening.services import application, secret_ground
from tests import custody
from tests.people import Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_model_when_looked_at_then_has_no_column_for_the_ground() -> None:
    columns = {field.name for field in SecretGround._meta.concrete_fields}
    assert columns == {
        *("id", "application", "authority", "reference", "held_at", "legal_ground", "essence"),
        *("entered_by", "entered_at", "retracted_at"),
    }


def test_pointer_when_asked_for_then_only_deciding_officers_see_it(
    case: Application, cast: Cast, now: datetime
) -> None:
    ground = custody.note_ground(case, cast, at=now)
    assert list(secret_grounds_for(case, scope=cast.bob.scope)) == [ground]
    for actor in (cast.alice, cast.frank, cast.emma):
        assert not secret_grounds_for(case, scope=actor.scope)


def test_essence_when_told_then_says_nothing_of_the_pointer(
    case: Application, cast: Cast, now: datetime
) -> None:
    custody.note_ground(case, cast, at=now)
    told = str(essences_of(case))
    assert custody.ESSENCE in told
    assert "SSE-4711" not in told
    assert "Registry" not in told


def test_ground_when_entered_then_the_record_names_none_of_its_words(
    case: Application, cast: Cast, now: datetime
) -> None:
    ground = custody.note_ground(case, cast, at=now)
    entry = Entry.objects.get(kind="screening.secret_ground.entered")
    assert entry.body == {"ground": f"secret_ground:{ground.pk}"}


def test_ground_when_retracted_then_is_no_longer_told(case: Application, cast: Cast, now: datetime) -> None:
    ground = custody.note_ground(case, cast, at=now)
    secret_ground.retract(ground, **cast.bob.acts(now))
    assert essences_of(case) == ()
    with pytest.raises(Conflict):
        secret_ground.retract(ground, **cast.bob.acts(now))


@pytest.mark.parametrize("missing", ["authority", "reference", "held_at", "legal_ground", "essence"])
def test_ground_when_a_part_is_missing_then_it_is_named(
    case: Application, cast: Cast, now: datetime, missing: str
) -> None:
    given = dict.fromkeys(("authority", "reference", "held_at", "legal_ground"), "x")
    given |= {"essence": "Contact with a group that smuggles."}
    with pytest.raises(InvalidInput) as error:
        secret_ground.enter(case, **(given | {missing: " "}), **cast.bob.acts(now))
    assert set(error.value.fields) == {missing}


def test_essence_when_it_says_nothing_then_is_refused(case: Application, cast: Cast, now: datetime) -> None:
    given = dict.fromkeys(("authority", "reference", "held_at", "legal_ground"), "x")
    with pytest.raises(InvalidInput, match="able to answer"):
        secret_ground.enter(case, **given, essence="Security.", **cast.bob.acts(now))
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretGround.objects.create(
            application=case, entered_by=cast.bob.user, entered_at=now, **given, essence=""
        )


def test_ground_when_a_vetting_officer_enters_it_then_is_refused(
    case: Application, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused):
        secret_ground.enter(case, **cast.alice.acts(now))


def test_ground_when_the_case_is_closed_then_is_refused(case: Application, cast: Cast, now: datetime) -> None:
    application.withdraw(case, reason="Took another job.", **cast.alice.acts(now))
    with pytest.raises(Conflict, match="closed"):
        custody.note_ground(case, cast, at=now)
