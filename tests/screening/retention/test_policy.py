"""The retention table: complete, each row with its source and mark; bad tables are named by row."""

from __future__ import annotations

import pytest

from portsec.kernel.errors import InvalidInput
from screening.retention.policy import CLOSED, DEFAULT, OF_A_CASE, OF_A_PERSON, default_policy, read
from screening.retention.words import DataClass, ErasureAction

pytestmark = pytest.mark.unit

TEXT = DEFAULT.read_text(encoding="utf-8")


def test_default_when_read_then_has_a_row_for_each_class_and_outcome() -> None:
    policy = default_policy()
    assert policy.ref == "eu-port-default/1"
    for data_class in OF_A_CASE:
        for outcome in CLOSED:
            assert policy.row(data_class, outcome).data_class is data_class
    assert {*OF_A_CASE, *OF_A_PERSON, DataClass.LEDGER} == set(DataClass)
    assert all(row.source and row.reason for row in policy.rows)


def test_default_when_read_then_keeps_no_record_answer_longer_than_three_months() -> None:
    row = default_policy().row(DataClass.RECORD_ANSWER)
    assert row.months == 3
    assert row.action is ErasureAction.REDUCE
    assert row.words == "3 months after the decision is final"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("months: 3\n", "months: -1\n", "Row 1: months"),
        ("months: 3\n", "months: three\n", "Row 1: months"),
        ("action: reduce", "action: burn", "Row 1: 'burn'"),
        ("from: finality", "from: birth", "Row 1: 'birth'"),
        ("mark: P", "mark: Q", "Row 1: 'Q'"),
        ("data_class: record_answer", "data_class: gossip", "Row 1: 'gossip'"),
        ("    mark: P\n", "", "Row 1 needs exactly"),
        ("version: 1\n", "", "exactly these keys"),
        ("outcomes: [granted]", "outcomes: [granted, refused]", "twice"),
        ("outcomes: [refused, withdrawn, incomplete]", "outcomes: [refused, withdrawn]", "missing"),
        ("rows:", "rows: [", "not YAML"),
    ],
)
def test_table_when_wrong_then_the_row_is_named(old: str, new: str, named: str) -> None:
    assert old in TEXT
    with pytest.raises(InvalidInput, match=named):
        read(TEXT.replace(old, new, 1))
