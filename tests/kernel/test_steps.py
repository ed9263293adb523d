"""Transition tables: what stands there happens, everything else is refused in words."""

from __future__ import annotations

from itertools import product

import pytest

from portsec.kernel.errors import Conflict
from portsec.kernel.steps import next_state
from portsec.kernel.words import Word

pytestmark = pytest.mark.unit


class Lamp(Word):
    LIT = "lit", "Lit", "good"
    OUT = "out", "Gone out", "mute"


class Deed(Word):
    LIGHT = "light", "Light"
    BLOW_OUT = "blow_out", "Blow out"


TABLE = {(Lamp.OUT, Deed.LIGHT): Lamp.LIT, (Lamp.LIT, Deed.BLOW_OUT): Lamp.OUT}


@pytest.mark.parametrize(("state", "event"), list(product(Lamp, Deed)))
def test_step_when_absent_from_the_table_then_conflict_naming_both(state: Lamp, event: Deed) -> None:
    if (state, event) in TABLE:
        assert next_state(TABLE, state, event) is TABLE[(state, event)]
        return
    with pytest.raises(Conflict) as refused:
        next_state(TABLE, state, event)
    assert refused.value.code == "step_not_possible"
    assert refused.value.detail == f"'{event.label}' is not possible while the state is '{state.label}'."


def test_step_when_table_is_empty_then_always_refused() -> None:
    with pytest.raises(Conflict):
        next_state({}, Lamp.OUT, Deed.LIGHT)
