"""A guess at a code costs a second and 64 MiB at least, and what is kept tells nothing of the key."""

from __future__ import annotations

import time

import pytest

from hotline.receipt.stretch import LEAST_MEMORY_KIB, USUAL, Cost, stretch

pytestmark = pytest.mark.unit

LEAST = Cost(LEAST_MEMORY_KIB, 1)
SALT = b"s" * 16


def test_guess_when_it_costs_as_usual_then_a_second_of_a_core() -> None:
    begun = time.process_time()
    stretch("1" * 17, salt=SALT, cost=USUAL)
    assert time.process_time() - begun >= 1.0


def test_guess_when_it_costs_as_usual_then_64_mib_at_least() -> None:
    assert USUAL.memory_kib >= 64 * 1024


@pytest.mark.parametrize(("memory", "passes"), [(65535, 4), (8, 1), (65536, 0)])
def test_cost_when_below_the_floor_then_refused(memory: int, passes: int) -> None:
    with pytest.raises(ValueError, match="64 MiB"):
        Cost(memory, passes)


def test_code_when_stretched_twice_then_the_same_and_else_all_different() -> None:
    one = stretch("1" * 17, salt=SALT, cost=LEAST)
    assert one == stretch("1" * 17, salt=SALT, cost=LEAST)
    other, elsewhere = stretch("2" * 17, salt=SALT, cost=LEAST), stretch("1" * 17, salt=b"t" * 16, cost=LEAST)
    values = [each for pair in (one, other, elsewhere) for each in (pair.look_up, pair.key)]
    assert len(set(values)) == 6
    assert {len(value) for value in values} == {32}


def test_stretched_when_printed_then_shows_no_key() -> None:
    made = stretch("1" * 17, salt=SALT, cost=LEAST)
    assert repr(made.key)[2:-1] not in repr(made)
