"""The purpose by which somebody under pressure asks for help: care officers know it, nobody else can tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.enums import DataAction, FieldClass
from access.models import DuressWord, SilentAlarm
from access.selectors.silent_alarm import open_alarms, with_attempts
from access.services import data_access, duress_word
from access.services.data_access import Answer
from access.services.data_record import LookUp
from portsec.kernel.errors import InvalidInput
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WORD = "Reefer check, second round"


def look_up(made: Scenario, at: datetime, purpose: str, name: str = "erin") -> Answer:
    asked = LookUp("account", name, DataAction.READ, FieldClass.S2, CONTAINER, purpose=purpose)
    actor = getattr(made.cast, name)
    return data_access.answer(made.port, asked, actor=actor.reference, scope=actor.scope, at=at)


@pytest.fixture
def alarms(made: Scenario, now: datetime) -> Any:
    """How many alarms came since the word was chosen."""
    duress_word.choose(WORD, actor=made.cast.erin.user, at=now)
    before = SilentAlarm.objects.count()
    return lambda: SilentAlarm.objects.count() - before


@pytest.mark.parametrize("typed", [WORD, WORD.upper(), f"  {WORD}.  ", WORD.replace(" ", "  ")])
def test_word_when_stated_in_any_spelling_then_care_officers_are_told(
    made: Scenario, now: datetime, alarms: Any, typed: str
) -> None:
    answer = look_up(made, now, typed)
    alarm = SilentAlarm.objects.get(stream="data")
    assert (alarms(), alarm.event_number, alarm.port) == (1, answer.number, made.port)
    told = with_attempts(open_alarms(scope=made.cast.cleo.scope))
    shown = next(one for one in told if one.alarm == alarm)
    assert (shown.event.account, shown.event.object_ref) == ("erin", CONTAINER)  # type: ignore[union-attr]


def test_word_when_stated_then_answer_log_and_record_are_those_of_any_purpose(
    made: Scenario, now: datetime, alarms: Any, record: Record
) -> None:
    look_up(made, now, "Warms what is read once")
    record.new()
    with CaptureQueriesContext(connection) as usual:
        plain = look_up(made, now, "Damage claim of the consignee")
    plain_kinds = record.kinds()
    record.new()
    with CaptureQueriesContext(connection) as forced:
        under_duress = look_up(made, now, WORD)
    assert alarms() == 1
    assert record.kinds() == plain_kinds
    assert len(forced) == len(usual)
    assert under_duress.decision.verdict == plain.decision.verdict
    differing = {"id", "number", "code", "purpose", "receipt", "_state"}
    assert {name: value for name, value in vars(under_duress.event).items() if name not in differing} == {
        name: value for name, value in vars(plain.event).items() if name not in differing
    }


def test_word_when_another_account_states_it_then_no_alarm(
    made: Scenario, now: datetime, alarms: Any
) -> None:
    look_up(made, now, WORD, name="dora")
    assert alarms() == 0


def test_word_when_chosen_anew_then_the_old_one_is_an_ordinary_purpose(
    made: Scenario, now: datetime, alarms: Any
) -> None:
    duress_word.choose("Tally of the night shift", actor=made.cast.erin.user, at=now)
    look_up(made, now, WORD)
    assert alarms() == 0
    look_up(made, now, "tally of the night shift")
    assert alarms() == 1


def test_word_when_kept_then_neither_readable_nor_on_record(
    made: Scenario, now: datetime, record: Record
) -> None:
    record.new()
    duress_word.choose(WORD, actor=made.cast.erin.user, at=now)
    assert record.kinds() == []
    row = DuressWord.objects.get()
    assert WORD.casefold() not in row.digest
    assert row.digest != duress_word.digest("dora", WORD)


@pytest.mark.parametrize("word", ["short", "x" * 200])
def test_word_when_too_short_or_long_then_refused(made: Scenario, now: datetime, word: str) -> None:
    with pytest.raises(InvalidInput):
        duress_word.choose(word, actor=made.cast.erin.user, at=now)


def test_word_when_it_was_an_ordinary_purpose_lately_then_refused(made: Scenario, now: datetime) -> None:
    look_up(made, now, "Damage claim of the consignee")
    with pytest.raises(InvalidInput, match="before"):
        duress_word.choose("damage claim of the  consignee", actor=made.cast.erin.user, at=now)
