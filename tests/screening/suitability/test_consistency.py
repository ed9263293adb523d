"""What the reader refuses of the four logics. Each broken file is a shipped policy with one thing changed."""

from __future__ import annotations

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import ClearanceLevel
from screening.suitability.policy import Policy, load
from screening.suitability.words import Grade, Logic, Waiver
from tests.matrix.suitability_cases import POLICIES, codes, policy

pytestmark = pytest.mark.unit


def text_of(code: str) -> str:
    return (POLICIES / f"{code}.yaml").read_text(encoding="utf-8")


def changed(code: str, old: str, new: str) -> Policy:
    text = text_of(code)
    assert old in text, f"{code} no longer holds this text"
    return load(text.replace(old, new, 1), name="port.yaml")


@pytest.mark.parametrize(
    ("code", "old", "new", "problem"),
    [
        ("twic", "    waiver: none\n", "", "row 101 does not say whether its bar can be waived"),
        ("twic", "    waiver: none\n", "    waiver: maybe\n", "waiver': must be one of none, discretionary"),
        ("twic", "    effect: bar\n", "    effect: presume_unsuitable\n", "row 101 presumes something"),
        ("twic", "    acts: [completed, accessory]\n", "    acts: [dreamt]\n", "must be one of completed"),
        ("twic", "    min_grade: felony\n", "    min_grade: huge\n", "min_grade': must be one of"),
        ("twic", "circumstances: [sedition]", "circumstances: [bad_luck]", "must be one of"),
        ("twic", "    clock: waiver_request\n", "    clock: tea\n", "names a clock 'tea' that is not there"),
        (
            "twic",
            "{lookback_from: release, lookback_years: 5}",
            "{lookback_years: 5}",
            "lookback_from': is missing",
        ),
        ("twic", "states: [wanted, indicted]", "states: [unlucky]", "must be one of"),
        ("twic", "    min_days: 365\n", "", "min_days': is missing"),
        ("twic", "custody_over_months: 12", "custody_over_months: long", "must be a whole number"),
        (
            "twic",
            "counted_on: application\n",
            "counted_on: birthday\n",
            "must be one of assessment, application",
        ),
        ("twic", "right_to_work: true,", "right_to_work: true, check: identity,", "in more than one way"),
        (
            "twic",
            "kind: identity, required: true",
            "kind: passport, required: true",
            "must be one of identity",
        ),
        ("twic", "  - {seq: 20, kind: right_to_work", "  - {seq: 10, kind: right_to_work", "must rise"),
        ("twic", "extendable: true", "extendable: perhaps", "must be true or false"),
        ("msic", "    tier: 1\n", "", "row 101 does not say its tier"),
        ("msic", "    tier: 1\n", "    tier: 4\n", "there is no tier 4"),
        ("msic", '  "1":\n', '  "first":\n', "a tier is a number from 1 to 9"),
        (
            "msic",
            "unlisted:\n  reason: It is no maritime-security-relevant offence.\n",
            "unlisted:\n",
            "is missing",
        ),
        ("msic", "subjects: [security]", "subjects: [weather]", "must be one of security"),
        ("msic", "outcomes: [negative]", "outcomes: []", "at least one entry"),
        ("msic", 'without: ["2101"]', 'without: ["9999"]', "'9999' is not an ECRIS offence code"),
        ("nl-vog-port", "\nbalance:\n", "\nweights:\n", "balance': is missing: a purpose profile weighs"),
        ("eu-port-standard", "    min_proofs: 2\n", "    min_proofs: 0\n", "must lie between 1 and 9"),
        (
            "eu-port-standard",
            "    from_level: authority\n",
            "    from_level: top\n",
            "must be one of standard",
        ),
    ],
)
def test_load_when_a_row_does_not_fit_the_logic_is_refused(
    code: str, old: str, new: str, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        changed(code, old, new)
    assert refusal.value.detail.startswith("port.yaml, line ")
    assert problem in refusal.value.detail


def test_load_when_a_level_named_for_posts_has_no_terms_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the level 'enhanced' has no terms"):
        changed("twic", "    level: standard\n", "    level: enhanced\n")


def test_load_when_a_young_persons_term_changes_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="changes nothing: name lookback_years or effect"):
        changed(
            "twic",
            "    min_grade: felony\n",
            "    min_grade: felony\n    young_adult: {under_years: 23, age_at: offence}\n",
        )


def test_level_when_the_policy_leaves_it_out_is_the_next_deeper_one() -> None:
    rules = policy("twic")
    assert set(rules.levels) == {ClearanceLevel.STANDARD}
    assert rules.level(ClearanceLevel.AUTHORITY) is rules.levels[ClearanceLevel.STANDARD]
    both = policy("aviation-2015-1998")
    for level in ClearanceLevel:
        terms = both.level(level)
        deeper = [each for each in both.levels if each.rank >= level.rank]
        assert terms is both.levels[min(deeper, key=lambda each: each.rank)] if deeper else terms


def test_policies_when_shipped_are_the_eight_and_speak_all_logics() -> None:
    assert set(codes()) == {
        *("eu-port-standard", "twic", "msic", "de-luftsig", "nl-vog-port", "be-port", "fr-zar"),
        "aviation-2015-1998",
    }
    logics = {policy(code).logic for code in codes()}
    assert logics >= {Logic.CLOSED_LIST, Logic.TIERS, Logic.PRESUMPTION, Logic.PURPOSE_PROFILE}


def test_tiers_when_a_row_names_one_lend_it_waiver_and_remedy() -> None:
    by_tier = {rule.tier: rule for rule in policy("msic").rules if rule.tier}
    assert by_tier[1].waiver is Waiver.NONE
    assert by_tier[2].waiver is by_tier[3].waiver is Waiver.DISCRETIONARY
    assert "Tribunal" in by_tier[1].remedy


def test_twic_when_read_lets_all_but_the_gravest_be_waived() -> None:
    rules = policy("twic")
    closed = {rule.seq for rule in rules.rules if rule.waiver is Waiver.NONE and rule.codes}
    assert closed == {101, 102, 103, 104, 105, 121, 122}
    interim = [rule for rule in rules.rules if 200 < rule.seq < 300]
    assert all(rule.waiver is Waiver.BY_AUTHORITY for rule in interim)
    assert all((rule.lookback_years, rule.or_within[0].years) == (7, 5) for rule in interim)
    assert rules.grades[Grade.FELONY].custody_over_months == 12
    assert {rule.min_grade for rule in interim} == {Grade.FELONY}


def test_remarks_of_a_policy_when_shipped_say_what_is_not_confirmed() -> None:
    assert all(policy(code).unconfirmed for code in codes())
    assert all(policy(code).remedy for code in codes())
