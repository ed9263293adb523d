"""Who receives a report: never whom it names."""

from __future__ import annotations

import pytest

from hotline.enums import RecipientKind
from hotline.routing.choose import Candidate, Wish, choose

pytestmark = pytest.mark.unit

HANA = Candidate(1, "Hana Dvořák", "Ombud", RecipientKind.OWN)
OTTO = Candidate(2, "Otto van der Berg", "Harbour police", RecipientKind.OWN)
SISSI = Candidate(3, "Sissi Papadopoulou", "Piraeus desk", RecipientKind.SISTER)
OLGA = Candidate(4, "Olga Ó Súilleabháin", "Oversight board", RecipientKind.OVERSIGHT)
ALL = (HANA, OTTO, SISSI, OLGA)


def receivers(**wish: object) -> set[str]:
    return {each.name.split()[0] for each in choose(ALL, Wish(**wish)).recipients}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, {"Hana", "Otto"}),
        ({"names": ("hana dvorak",)}, {"Otto"}),
        ({"names": ("Dvořák",)}, {"Otto"}),
        ({"names": ("Hana Novak",)}, {"Otto"}),
        ({"names": ("Otto, the tall one",)}, {"Hana"}),
        ({"names": ("Jan Novak",)}, {"Hana", "Otto"}),
        ({"names": ("",)}, {"Hana", "Otto"}),
        ({"text": "The boss, DVORAK Hana, took money."}, {"Otto"}),
        ({"text": "Hana from the canteen saw it."}, {"Hana", "Otto"}),
        ({"text": "Somebody at the harbour  police looked away."}, {"Hana"}),
        ({"text": "The police came to the harbour."}, {"Hana", "Otto"}),
        ({"units": frozenset({"Ombud"})}, {"Otto"}),
        ({"units": frozenset({"Ombud", "Harbour police"})}, {"Sissi"}),
        ({"to_sister": True}, {"Sissi"}),
        ({"to_sister": True, "names": ("Papadopoulou",)}, {"Olga"}),
        ({"units": frozenset({"Ombud", "Harbour police", "Piraeus desk"})}, {"Olga"}),
        ({"units": frozenset(each.unit for each in ALL)}, set()),
    ],
)
def test_report_when_somebody_is_named_then_the_others_receive_it(
    wish: dict[str, object], expected: set[str]
) -> None:
    assert receivers(**wish) == expected


@pytest.mark.parametrize("accused", ALL, ids=lambda each: each.name)
@pytest.mark.parametrize("how", ["name", "unit", "text"])
@pytest.mark.parametrize("to_sister", [True, False])
def test_accused_when_named_in_any_way_then_receives_nothing(
    accused: Candidate, how: str, to_sister: bool
) -> None:
    wish = {
        "name": Wish(names=(accused.name,), to_sister=to_sister),
        "unit": Wish(units=frozenset({accused.unit}), to_sister=to_sister),
        "text": Wish(text=f"I saw {accused.name.upper()} do it.", to_sister=to_sister),
    }[how]
    choice = choose(ALL, wish)
    assert accused not in choice.recipients
    assert accused in choice.excluded


def test_choice_when_nobody_is_left_at_the_port_then_says_that_it_moved_on() -> None:
    assert choose(ALL, Wish(units=frozenset({"Ombud", "Harbour police"}))).moved_on
    assert not choose(ALL, Wish(to_sister=True)).moved_on
    assert not choose(ALL, Wish()).moved_on
