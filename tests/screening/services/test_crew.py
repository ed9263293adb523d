"""Crew lists are taken in: good rows kept, bad ones named and given back, known people recognised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Port
from ledger.models import Job
from portsec.kernel import clock
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import CrewList, CrewMember, Person, TravelDocument
from screening.selectors.crew import progress_of
from screening.services import crew
from tests.people import Actor, Cast
from tests.screening import people_rows
from tests.screening.crew.files import row, written
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_file_when_only_staged_then_nobody_is_registered(port: Port, alice: Actor) -> None:
    crew_list = people_rows.staged(port, alice, row(1), row(2, gender="?"))
    assert not Person.objects.exists()
    assert (len(crew.preview(crew_list).rows), len(crew_list.rejected)) == (1, 1)


def test_list_when_taken_then_good_rows_are_people_and_bad_rows_are_kept(
    port: Port, alice: Actor, record: Record
) -> None:
    crew_list = people_rows.taken(port, alice, row(1, family_name="Иванов"), row(2, birth_date="soon"))
    member = crew_list.members.get()
    assert (member.row, member.person.family_name, member.person.category) == (2, "Иванов", "seafarer")
    assert member.document.number == "P1000001A"
    (bad,) = crew_list.rejected
    assert bad["row"] == 3
    assert bad["errors"][0]["field"] == "Date of birth"
    assert crew_list.text == ""
    assert record.kinds() == ["screening.person.registered", "screening.crew_list.taken"]


def test_list_when_taken_then_jobs_are_asked_for_in_batches(port: Port, alice: Actor) -> None:
    crew_list = people_rows.taken(port, alice, *(row(n) for n in range(crew.BATCH + 3)))
    slots = list(
        Job.objects.filter(kind=crew.SCREENING_JOB, subject=crew_list.reference).values_list(
            "slot", flat=True
        )
    )
    assert sorted(slots, key=lambda slot: int(slot.split("-")[0])) == [
        f"2-{crew.BATCH + 1}",
        f"{crew.BATCH + 2}-{crew.BATCH + 4}",
    ]
    assert progress_of(crew_list).to_screen == crew.BATCH + 3


def test_list_when_five_thousand_rows_have_bad_ones_then_each_is_named_and_none_is_lost(
    port: Port, alice: Actor
) -> None:
    bad = {10: {"gender": "?"}, 4321: {"family_name": ""}}
    crew_list = people_rows.taken(port, alice, *(row(n, **bad.get(n, {})) for n in range(5000)))
    assert crew_list.members.count() == 4998
    assert [kept["row"] for kept in crew_list.rejected] == [12, 4323]
    assert [kept["errors"][0]["field"] for kept in crew_list.rejected] == ["Gender", "Family name"]


def test_crew_when_it_returns_then_recognised_by_document_and_birth_date(port: Port, alice: Actor) -> None:
    people_rows.taken(port, alice, row(1), row(2))
    again = people_rows.taken(port, alice, row(1, family_name="SANTOS Y REYES"), row(3), ref="VC-2")
    assert Person.objects.count() == 3
    assert [member.returning for member in again.members.order_by("row")] == [1, 0]
    known = again.members.get(row=2)
    assert (known.full_name, known.person.family_name) == ("Maria SANTOS Y REYES", "Santos")


def test_crew_when_number_is_of_another_birth_date_then_another_person(port: Port, alice: Actor) -> None:
    people_rows.taken(port, alice, row(1))
    people_rows.taken(port, alice, row(1, birth_date="1990-05-10"), ref="VC-2")
    assert Person.objects.count() == 2


def test_crew_when_at_another_port_then_not_recognised(
    port: Port, other_port: Port, alice: Actor, other_cast: Cast
) -> None:
    people_rows.taken(port, alice, row(1))
    people_rows.taken(other_port, other_cast.alice, row(1))
    assert Person.objects.count() == 2


def test_crew_when_one_person_stands_there_with_two_known_documents_then_the_second_row_is_given_back(
    port: Port, alice: Actor
) -> None:
    people_rows.taken(port, alice, row(1))
    known = TravelDocument.objects.get()
    TravelDocument.objects.create(
        person=known.person,
        port=port,
        kind="seafarer_identity",
        number="P1000002A",
        state="PH",
        birth_date=known.birth_date,
    )
    again = people_rows.taken(port, alice, row(1), row(2), ref="VC-2")
    assert again.members.count() == 1
    assert "both documents are on file" in again.rejected[0]["errors"][0]["reason"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"imo_number": "9074728"}, "imo_number"),
        ({"imo_number": "12"}, "imo_number"),
        ({"ref": " "}, "call_ref"),
        ({"ship_name": ""}, "ship_name"),
        ({"hours": -2}, "etd"),
        ({"hours": 24 * 120}, "etd"),
    ],
)
def test_call_when_impossible_then_named(
    port: Port, alice: Actor, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        people_rows.staged(port, alice, **values)
    assert field in caught.value.fields


def test_call_when_the_ship_has_left_then_refused(port: Port, alice: Actor) -> None:
    now = clock.now()
    with pytest.raises(InvalidInput, match="left already"):
        people_rows.staged(port, alice, eta=now - timedelta(days=3), etd=now - timedelta(days=1))


def test_file_when_of_another_ship_then_refused(port: Port, alice: Actor) -> None:
    lines = written([row()]).splitlines()
    text = f"{lines[0]},IMO number\n{lines[1]},IMO 9176187\n"
    with pytest.raises(InvalidInput, match="IMO 9176187, not of IMO 9074729"):
        people_rows.staged(port, alice, text=text)


def test_list_when_no_row_is_good_then_nothing_is_taken(port: Port, alice: Actor) -> None:
    crew_list = people_rows.staged(port, alice, row(gender="?"))
    with pytest.raises(Conflict, match="No row"):
        crew.take(crew_list, **alice.acts(clock.now()))


def test_list_when_taken_twice_then_conflict(port: Port, alice: Actor) -> None:
    crew_list = people_rows.taken(port, alice)
    with pytest.raises(Conflict, match="answered already"):
        crew.take(crew_list, **alice.acts(clock.now()))
    assert CrewMember.objects.count() == 1


def test_file_when_dropped_then_nothing_of_it_is_kept(port: Port, alice: Actor) -> None:
    crew_list = people_rows.staged(port, alice, row(1), row(2, gender="?"))
    crew.discard(crew_list, **alice.acts(clock.now()))
    kept = CrewList.objects.get()
    assert (kept.state, kept.text, kept.rejected) == ("discarded", "", [])


@pytest.mark.parametrize("name", ["bob", "carol", "frank", "emma", "dave"])
def test_list_when_sent_by_another_role_then_refused(port: Port, cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        people_rows.staged(port, getattr(cast, name))
