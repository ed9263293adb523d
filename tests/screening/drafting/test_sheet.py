"""Policies as readable rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from screening.drafting.difference import LineKind, RowChange, differences, text_difference
from screening.drafting.rule_table import rule_table, set_views
from screening.drafting.sheet import sheet, unconfirmed_rows
from screening.offences import OFFENCES
from screening.suitability.policy import load
from screening.suitability.words import Mark, RuleKind
from tests.screening.drafting.policies import STANDARD, milder, next_version, standard

pytestmark = pytest.mark.unit

SHIPPED = sorted((Path(__file__).parents[3] / "screening" / "policies").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policy_when_read_as_rows_then_each_row_has_words_and_its_own_key(path: Path) -> None:
    policy = load(path.read_text(encoding="utf-8"), name=path.name)
    sections = sheet(policy)
    for section in sections:
        keys = [row.key for row in section.rows]
        assert len(keys) == len(set(keys)), section.key
        for row in section.rows:
            assert row.title
            assert row.fields
            assert all(label and text for label, text in row.fields.items()), row
    rules = next(section for section in sections if section.key == "rules")
    assert len(rules.rows) == len(policy.rules)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policy_when_its_rules_are_shown_then_each_with_every_offence(path: Path) -> None:
    policy = load(path.read_text(encoding="utf-8"), name=path.name)
    for rule, view in zip(policy.rules, rule_table(policy), strict=True):
        assert {offence.code for group in view.sets for offence in group.offences} == rule.codes
        assert view.anchor == f"row-{rule.seq}"
        assert view.source
        assert view.is_confirmed is (rule.provenance.mark is Mark.VERIFIED)
        assert bool(view.window) is (
            rule.kind is RuleKind.DISQUALIFYING_OFFENCE or rule.lookback_years is not None
        )


def test_rules_when_shown_then_in_words() -> None:
    rows = {row.seq: row for row in rule_table(standard())}
    assert rows[10].window == "without limit of time"
    assert rows[30].window == "7 years from the conviction"
    assert rows[32].floor == "imprisonment of 12 months or more, suspended or not"
    assert rows[31].floor == "imprisonment of any length, not suspended"
    assert [group.name for group in rows[20].sets] == ["ORG"]
    assert rows[33].further["Relevant when"] == "field class S2"
    other = rows[60].sets[0]
    assert other.reason == "Every offence that no set names."
    assert 0 < len(other.offences) < len(OFFENCES)


def test_rules_when_filtered_then_of_that_kind_alone() -> None:
    shown = rule_table(standard(), kind=RuleKind.WATCHLIST_MATCH_CONFIRMED.value)
    assert {row.kind for row in shown} == {RuleKind.WATCHLIST_MATCH_CONFIRMED}
    assert len(shown) == 4


def test_sets_when_shown_then_the_hidden_one_is_marked() -> None:
    hidden = {group.name for group, is_hidden in set_views(standard()) if is_hidden}
    assert hidden == {"NEVER"}


def test_rows_when_counted_then_those_without_a_verified_source() -> None:
    policy = standard()
    marked = [row.mark for section in sheet(policy) for row in section.rows if row.mark is not None]
    assert unconfirmed_rows(policy) == len([mark for mark in marked if mark is not Mark.VERIFIED])
    more = (
        load(STANDARD.replace("    mark: V\n", "    mark: M\n", 1)) if "    mark: V\n" in STANDARD else policy
    )
    assert unconfirmed_rows(more) >= unconfirmed_rows(policy)


def test_versions_when_only_the_head_differs_then_nothing_else_is_named() -> None:
    found = differences(standard(), load(next_version()))
    assert [section.key for section in found] == ["policy"]
    labels = {field.label for field in found[0].rows[0].fields}
    assert labels == {"Version", "Valid from"}


def test_versions_when_a_row_is_changed_then_its_field_on_both_sides() -> None:
    (section,) = differences(standard(), load(milder()))
    (row,) = section.rows
    assert (section.key, row.key, row.change) == ("rules", "30", RowChange.CHANGED)
    (field,) = row.fields
    assert field.label == "Effect"
    assert (field.old, field.new) == ("Speaks against, unless rebutted", "A person must weigh this")


def test_versions_when_a_row_is_gone_then_removed_one_way_and_added_the_other() -> None:
    start = STANDARD.index("  - seq: 80\n")
    text = STANDARD[:start] + STANDARD[STANDARD.index("  - seq: 90\n") :]
    for old, new, change in (
        (standard(), load(text), RowChange.REMOVED),
        (load(text), standard(), RowChange.ADDED),
    ):
        (section,) = differences(old, new)
        assert [(row.key, row.change) for row in section.rows] == [("80", change)]


def test_versions_when_an_offence_joins_a_set_then_the_set_is_named() -> None:
    text = STANDARD.replace('codes: ["1402", "1605", "2500"]', 'codes: ["1402", "1605", "2500", "1401"]', 1)
    sections = {section.key: section for section in differences(standard(), load(text))}
    assert [row.key for row in sections["offence_sets"].rows] == ["CUSTOMS"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policies_when_compared_with_the_standard_then_both_ways_alike(path: Path) -> None:
    other = load(path.read_text(encoding="utf-8"), name=path.name)
    there, back = differences(standard(), other), differences(other, standard())
    turned = {RowChange.ADDED: RowChange.REMOVED, RowChange.REMOVED: RowChange.ADDED}
    assert {(s.key, r.key, r.change) for s in there for r in s.rows} == {
        (s.key, r.key, turned.get(r.change, r.change)) for s in back for r in s.rows
    }
    assert differences(other, other) == ()


def test_text_when_compared_then_added_and_removed_lines_with_their_place() -> None:
    lines = text_difference(STANDARD, next_version(on=date(2030, 1, 1)))
    by_kind = {kind: [line.text for line in lines if line.kind is kind] for kind in LineKind}
    assert "version: 2" in by_kind[LineKind.ADDED]
    assert "valid_from: 2030-01-01" in by_kind[LineKind.ADDED]
    assert len(by_kind[LineKind.REMOVED]) == len(by_kind[LineKind.ADDED])
    assert all(line.startswith("@@") for line in by_kind[LineKind.PLACE])
    assert text_difference(STANDARD, STANDARD) == ()
