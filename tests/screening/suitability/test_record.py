from __future__ import annotations

from datetime import date

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import Effect
from screening.suitability.reading import Reading
from screening.suitability.record import Case
from screening.suitability.rule import Rule
from screening.suitability.words import Completion, Exemption, Parameter, Participation
from tests.screening.suitability.cases import conviction, facts, prison, standard

pytestmark = pytest.mark.unit


def read(found: object, **more: object) -> Case:
    return Case.of(facts(found, **more), standard())  # type: ignore[arg-type]


def only_reading(found: object, **more: object) -> Reading:
    case = read(found, **more)
    assert not case.barred_from_use
    return case.readings[0]


def row(seq: int) -> Rule:
    return next(rule for rule in standard().rules if rule.seq == seq)


@pytest.mark.parametrize(
    ("fields", "parameters"),
    [
        ({}, []),
        ({"final_on": None, "decided_on": date(2026, 1, 1)}, [Parameter.NOT_FINAL]),
        ({"final_on": date(2026, 6, 2)}, [Parameter.NOT_FINAL]),
        ({"final_on": date(2026, 6, 1)}, []),
        ({"juvenile": True}, [Parameter.JUVENILE]),
        ({"exemption": Exemption.RESPONSIBILITY}, [Parameter.EXEMPTED]),
        ({"completion": Completion.ATTEMPTED}, [Parameter.ATTEMPTED]),
        ({"participation": Participation.ACCESSORY}, [Parameter.ACCESSORY]),
        ({"completion": "A", "participation": "H"}, [Parameter.ATTEMPTED, Parameter.ACCESSORY]),
        ({"completion": "", "participation": ""}, []),
    ],
)
def test_reading_when_the_entry_carries_parameters_names_them(
    fields: dict, parameters: list[Parameter]
) -> None:
    assert [terms.parameter for terms in only_reading(conviction("0701", **fields)).terms] == parameters


@pytest.mark.parametrize("parameter", ["rehabilitated", "pardoned", "amnesty"])
def test_record_when_an_entry_may_not_be_used_sets_it_aside_unseen(parameter: str) -> None:
    case = read(conviction("0301", **{parameter: True}))
    assert case.readings == ()
    (entry,) = case.barred_from_use
    assert (entry.about, entry.code, entry.hidden) == ("1", parameter, True)
    assert "0301" not in entry.sentence
    assert "errori" not in entry.sentence


def test_record_when_an_offence_is_never_looked_at_does_not_name_it() -> None:
    (entry,) = read(conviction("2102")).barred_from_use
    assert (entry.code, entry.hidden) == ("never_looked_at", True)
    assert "2102" not in entry.sentence
    assert "driving" not in entry.sentence.lower()


@pytest.mark.parametrize(
    ("born", "offence_date", "young"),
    [
        (date(2007, 6, 2), date(2025, 6, 1), True),
        (date(2007, 6, 1), date(2025, 6, 1), False),
        (date(2008, 2, 29), date(2026, 2, 27), True),
        (None, date(2025, 6, 1), False),
        (date(2007, 6, 2), None, False),
    ],
)
def test_reading_when_the_dates_show_a_minor_is_that_of_a_minor(
    born: date | None, offence_date: date | None, young: bool
) -> None:
    reading = only_reading(conviction("0701", offence_date=offence_date), birth_date=born)
    assert (Parameter.JUVENILE in [terms.parameter for terms in reading.terms]) is young


def test_reading_when_two_parameters_cap_it_takes_the_weaker_cap() -> None:
    plain = only_reading(conviction("0701"))
    capped = only_reading(conviction("0701", juvenile=True, final_on=None, decided_on=date(2026, 1, 1)))
    assert (plain.cap, capped.cap) == (None, Effect.REFER)
    assert plain.effect(row(30)) is Effect.PRESUME_UNSUITABLE
    assert capped.effect(row(30)) is Effect.REFER


@pytest.mark.parametrize(("seq", "adult", "minor"), [(10, None, 5), (20, 10, 5), (30, 7, 2), (50, 5, 2)])
def test_reading_when_committed_as_a_minor_counts_for_a_shorter_time(
    seq: int, adult: int | None, minor: int
) -> None:
    assert only_reading(conviction("0701")).years(row(seq)) == adult
    assert only_reading(conviction("0701", juvenile=True)).years(row(seq)) == minor


def test_reading_when_codes_are_not_confirmed_carries_caveats() -> None:
    assert only_reading(conviction("0201", sanction_code="")).caveats == ()
    caveats = only_reading(prison("0701", 6)).caveats
    assert [caveat.split(":")[0] for caveat in caveats] == ["Offence 0701 00", "Sanction 1001"]


@pytest.mark.parametrize(
    "fields", [{"offence_code": "9999"}, {"offence_code": "0701", "sanction_code": "77"}]
)
def test_record_when_a_code_is_unknown_is_refused(fields: dict) -> None:
    with pytest.raises(InvalidInput, match="is not an ECRIS"):
        read(conviction(**fields))


def test_record_when_a_hidden_entry_has_an_unknown_sanction_is_refused_too() -> None:
    with pytest.raises(InvalidInput, match="'77' is not an ECRIS sanction code"):
        read(conviction("0701", sanction_code="77", rehabilitated=True))


def test_matching_when_a_row_names_the_code_gives_only_what_still_counts() -> None:
    fresh, old, other = (
        conviction("0701"),
        conviction("0701", id="2", final_on=date(2019, 5, 1)),
        conviction("1701", id="3"),
    )
    case = Case.of(facts(fresh, old, other), standard())
    assert [reading.conviction.id for reading in case.matching(row(30))] == ["1"]
