"""The reader of policies. Each broken file is the standard policy with one thing changed."""

from __future__ import annotations

from datetime import date

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import CheckKind, ClearanceLevel, ListSource
from screening.suitability.criteria import BY_RULE
from screening.suitability.policy import load
from screening.suitability.recommend import LOGICS
from screening.suitability.rule_rows import FIELDS
from screening.suitability.words import Logic, RuleKind
from tests.screening.suitability.cases import STANDARD_FILE, standard

pytestmark = pytest.mark.unit

TEXT = STANDARD_FILE.read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert old in TEXT, "the standard policy no longer holds this text"
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("code: eu-port-standard\n", "", "field 'code': is missing"),
        ("version: 1\n", "version: first\n", "field 'version': must be a whole number"),
        ("version: 1\n", "version: 1\nauthor: me\n", "field 'author': is not known here"),
        (
            "valid_from: 2025-01-01\n",
            "valid_from: 2025-01-01\nvalid_to: 2024-12-31\n",
            "lies before valid_from",
        ),
        ("logic: closed_list_and_presumption", "logic: dice", "field 'logic': must be one of closed_list"),
        ("effect: bar", "effect: ban", "field 'rules[1].effect': must be one of bar, presume_unsuitable"),
        (
            "    kind: disqualifying_offence\n",
            "    kind: bad_luck\n",
            "field 'rules[1].kind': must be one of",
        ),
        ("    reason: These offences", "    motive: These offences", "field 'rules[1].reason': is missing"),
        ("    lookback_years: 10\n", "", "field 'rules[2].lookback_years': is missing"),
        ("    lookback_years: 10\n", "    lookback_years: 0\n", "must lie between 1 and 99"),
        ("    min_days: 28\n", "    min_days: 28\n    min_count: 2\n", "min_count': is not known here"),
        ("offence_sets: [ORG]", "offence_sets: [ORGANISED]", "there is no set 'ORGANISED'"),
        ("offence_sets: [ORG]", "offence_sets: [NEVER]", "the set 'NEVER' is hidden and cannot be judged"),
        ("offence_sets: [ORG]", "offence_sets: [TERR]", "no row judges the set 'ORG'"),
        ("  - seq: 20\n    kind", "  - seq: 10\n    kind", "the seq numbers must rise"),
        ('codes: ["0200"]', 'codes: ["0200", "0299"]', "'0299' is not an ECRIS offence code"),
        (
            'codes: ["0200"]',
            'codes: ["0200", "0905"]',
            "0905 00 stands in NEVER, which is hidden, and in ORG",
        ),
        ('    codes: ["0200"]\n', "", "field 'offence_sets.ORG.codes': is missing"),
        ("  ORG:\n", "  OTHER:\n", "'OTHER' is the name of what no set names"),
        (
            "    mark: P\n    seen: [S1, S22]\n",
            "    mark: V\n",
            "a row marked V names where its source was read",
        ),
        ("seen: [S1, S22]", "seen: [S1, S999]", "'S999' is not in the list of sources"),
        (
            "    source: Port crosswalk; TWIC (RICO); MSIC tier 1\n",
            "",
            "field 'offence_sets.ORG.source': is missing",
        ),
        ("{custody_months: 0, suspended_counts: false}", "{suspended_counts: false}", "names no floor"),
        (
            "{custody_months: 0, suspended_counts: false}",
            "{custody_months: 0}",
            "suspended_counts': is missing",
        ),
        (
            "relevant_when: {field_class: S2}",
            "relevant_when: {field_class: S9}",
            "must be one of S0, S1, S2, S3",
        ),
        ("relevant_when: {field_class: S2}", "relevant_when: {}", "names no condition"),
        ("    when: {function_risk: 3}\n", "    when: {function_risk: 4}\n", "must lie between 1 and 3"),
        (
            "    level: standard\n",
            "    level: standard\n    when: {function_risk: 1}\n",
            "no row applies to every post",
        ),
        ("check: identity,", "check: watchlist,", "the check 'identity' is missing; the law asks for it"),
        ("  authority:\n", "  top_secret:\n", "field 'levels.top_secret': is not known here"),
        ("  amnesty: {", "  mercy: {", "field 'parameters.amnesty': is missing"),
        ("treatment: cap, cap: refer,", "treatment: cap,", "field 'parameters.not_final.cap': is missing"),
        ("treatment: same,", "treatment: same, cap: refer,", "cap': is not known here"),
        (
            "kind: watchlist_match_unsure",
            "kind: identity_not_confirmed",
            "no row of kind 'watchlist_match_unsure'",
        ),
        ("    list_sources: [un, eu]\n", "", "two rows judge a match on any list"),
        ("    list_sources: [un, eu]\n", "    list_sources: [interpol]\n", "must be one of ofac, un"),
        (
            "unit: working,",
            "unit: lunar,",
            "field 'clocks.ecris_reply.unit': must be one of calendar, working",
        ),
        ("on_expiry: lapses,", "on_expiry: whatever,", "field 'clocks.interim_suspension.on_expiry'"),
    ],
)
def test_load_when_one_thing_is_wrong_names_file_line_and_field(old: str, new: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        load(changed(old, new), name="port.yaml")
    assert refusal.value.detail.startswith("port.yaml, line ")
    assert problem in refusal.value.detail


def test_load_when_each_watchlist_has_its_row_needs_no_row_for_the_rest() -> None:
    others = ", ".join(sorted(set(ListSource) - {ListSource.UN, ListSource.EU, ListSource.OWN}))
    each = _without_row(TEXT, 134).replace("list_sources: [ofac]", f"list_sources: [{others}]")
    assert load(each).ref == "eu-port-standard/1"
    with pytest.raises(InvalidInput, match="two rows judge a match on the list 'own'"):
        load(each.replace("list_sources: [un, eu]", "list_sources: [un, eu, own]"))
    with pytest.raises(InvalidInput, match="no row judges a match on the list 'un'"):
        load(_without_row(each, 130))


def _without_row(text: str, seq: int) -> str:
    before, _, rest = text.partition(f"  - seq: {seq}\n")
    return before + "  - seq: " + rest.partition("  - seq: ")[2]


def test_load_when_unlisted_offences_have_no_row_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"no row judges the set 'OTHER' \(offence 0600 00\)"):
        load(changed("offence_sets: [OTHER]", "offence_sets: [UNSPECIFIED]"))


def test_load_when_the_line_is_named_is_the_line_of_the_file() -> None:
    text = changed("    lookback_years: 10\n", "    lookback_years: ten\n")
    line = text.splitlines().index("    lookback_years: ten") + 1
    with pytest.raises(InvalidInput, match=rf"line {line}, field 'rules\[2\]\.lookback_years'"):
        load(text)


def test_load_when_codes_stand_without_quotes_reads_them_as_codes() -> None:
    policy = load(changed('codes: ["0701", "0704"]', "codes: [0701, 0704]"))
    assert policy.offence_sets["DRUG-SUPPLY"].codes == {"0701 00", "0704 00"}


def test_policy_when_read_knows_itself() -> None:
    policy = standard()
    assert policy.ref == "eu-port-standard/1"
    assert policy.rules[0].ref == "eu-port-standard/1#10"
    assert not policy.in_force(date(2024, 12, 31))
    assert policy.in_force(date(2025, 1, 1))
    ending = load(changed("valid_from: 2025-01-01\n", "valid_from: 2025-01-01\nvalid_to: 2026-12-31\n"))
    assert ending.in_force(date(2026, 12, 31))
    assert not ending.in_force(date(2027, 1, 1))


def test_policy_when_a_clock_is_unknown_says_so() -> None:
    assert standard().clock("ecris_reply").days == 10
    with pytest.raises(InvalidInput, match="eu-port-standard/1 has no clock 'tea_break'"):
        standard().clock("tea_break")


def test_policy_when_read_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        standard().levels[ClearanceLevel.STANDARD] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        standard().version = 2  # type: ignore[misc]


def test_vocabularies_when_compared_with_their_tables_are_complete() -> None:
    assert set(FIELDS) == set(BY_RULE) == set(RuleKind)
    assert set(LOGICS) == set(Logic)


def test_levels_when_read_ask_for_checks() -> None:
    for terms in standard().levels.values():
        assert set(terms.checks) >= {CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.WATCHLIST}
        assert terms.recheck_months <= terms.validity_months
