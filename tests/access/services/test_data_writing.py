"""The one statement that writes look-ups: the order of its rows."""

from __future__ import annotations

from datetime import datetime

import pytest

from access.enums import DataAction, FieldClass
from access.models import DataEvent
from access.services import data_access
from access.services.data_record import LookUp
from ledger.models import Entry
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_events_when_many_are_written_then_numbered_in_the_order_of_the_questions(
    made: Scenario, now: datetime
) -> None:
    names = [f"nobody{number}" for number in range(300)]
    asked = [
        (made.port, LookUp("account", name, DataAction.READ, FieldClass.S1, "MSCU0000000")) for name in names
    ]
    dora = made.cast.dora
    answers = data_access.answer_all(asked, actor=dora.reference, scope=dora.scope, at=now)
    numbers = [answer.number for answer in answers]
    assert numbers == sorted(numbers)
    written = DataEvent.objects.filter(number__in=numbers).order_by("number")
    assert [event.account for event in written] == names
    entries = Entry.objects.filter(kind="access.look_up.refused", body__account__startswith="account:nobody")
    assert [entry.body["account"] for entry in entries.order_by("position")] == [
        f"account:{name}" for name in names
    ]


def test_event_when_read_from_an_answer_then_as_it_is_on_file(made: Scenario, now: datetime) -> None:
    dora = made.cast.dora
    look_up = LookUp("account", "dora", DataAction.READ, FieldClass.S2, "MSCU0000000", purpose="p", ip="::1")
    answer = data_access.answer(made.port, look_up, actor=dora.reference, scope=dora.scope, at=now)
    kept = DataEvent.objects.get(pk=answer.number)
    shown = {name: value for name, value in vars(answer.event).items() if name != "_state"}
    assert shown == {name: value for name, value in vars(kept).items() if name != "_state"}
    assert answer.event.port == made.port
