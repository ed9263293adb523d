"""The policy file itself: is the crosswalk carried over, and is nothing passed off as confirmed?"""

from __future__ import annotations

import pytest

from screening.enums import Effect
from screening.offences import OFFENCES, members
from screening.suitability.words import ClockUnit, Mark, OnExpiry, RuleKind
from tests.screening.suitability.cases import standard

pytestmark = pytest.mark.unit


def span(first: int, last: int) -> list[str]:
    return [f"{code:04}" for code in range(first, last + 1)]


# The port crosswalk between ECRIS codes, the TWIC lists and the MSIC tiers.
CROSSWALK = {
    "ORG": span(200, 203),
    "TERR": [*span(300, 305), "2600"],
    "DRUG-SUPPLY": ["0701", "0704"],
    "WEAPON": span(500, 504),
    "HUMAN": ["0400", "2302"],
    "CORRUPT": ["1305", "1306", "1307", "1505", "1506"],
    "CUSTOMS": ["1402", "1605", "2500"],
    "LAUNDER": ["1504", "1604"],
    "COERCE": ["0901", "0903", "0904", "0906", "0908", "0909", "0917", "1207"],
    "DOCS": [*span(2000, 2006), "1213", *span(1901, 1905)],
    "CYBER": [*span(1800, 1804), "0912", "0913"],
    "VIOLENCE": ["0801", "0802", "0808", "0809", "1703"],
    "PROPERTY": ["1601", "1602", "1603", "1608", "1610", "1611", "1701", "1702", "1704"],
    "NEVER": [*span(2100, 2106), "0905", *span(1005, 1007), *span(1101, 1103), *span(805, 807), "1205"],
}
ADDED = {"ICC", "STATE", "UNSPECIFIED", "DRUG-USE"}


@pytest.mark.parametrize("name", CROSSWALK)
def test_offence_set_when_in_the_crosswalk_holds_its_codes(name: str) -> None:
    assert standard().offence_sets[name].codes == members(CROSSWALK[name])


def test_offence_sets_when_listed_are_the_crosswalk_and_the_named_additions() -> None:
    sets = standard().offence_sets
    assert set(sets) == set(CROSSWALK) | ADDED
    assert {name for name, group in sets.items() if group.hidden} == {"NEVER"}
    assert all("Not in the crosswalk" in sets[name].provenance.source for name in ADDED - {"DRUG-USE"})


def test_offence_sets_when_compared_do_not_overlap() -> None:
    codes = [code for group in standard().offence_sets.values() for code in group.codes]
    assert len(codes) == len(set(codes))


def test_offences_when_looked_up_are_hidden_or_judged() -> None:
    policy = standard()
    kinds = (RuleKind.DISQUALIFYING_OFFENCE, RuleKind.OFFENCE_IN_WINDOW)
    judged = frozenset().union(*(rule.codes for rule in policy.rules if rule.kind in kinds))
    for code in OFFENCES:
        assert (code in judged) is (policy.hidden_set(code) is None)


def test_rows_when_they_are_proposals_are_marked_as_such() -> None:
    policy = standard()
    assert {rule.provenance.mark for rule in policy.rules} <= {Mark.PROPOSED, Mark.REPORTED}
    assert all(group.provenance.mark is Mark.PROPOSED for group in policy.offence_sets.values())
    assert all(row.provenance.mark is Mark.PROPOSED for row in policy.post_levels)
    assert "proposal" in policy.title or "starting policy" in policy.title


def test_sources_when_listed_are_all_used() -> None:
    policy = standard()
    rows = [
        *policy.offence_sets.values(),
        *policy.rules,
        *policy.post_levels,
        *policy.parameters.values(),
        *policy.clocks.values(),
        *policy.documents,
        *policy.levels.values(),
        *(element for terms in policy.levels.values() for element in terms.elements),
    ]
    assert {key for row in rows for key in row.provenance.seen} == set(policy.sources)


def test_bars_when_listed_are_those_without_exception_in_their_source() -> None:
    bars = {name for rule in standard().rules if rule.effect is Effect.BAR for name in rule.offence_sets}
    assert bars == {"ICC", "TERR", "STATE", "ORG"}


def test_clocks_when_read_keep_the_working_days_of_the_record_exchange() -> None:
    clocks = standard().clocks
    assert (clocks["ecris_reply"].days, clocks["ecris_reply"].unit) == (10, ClockUnit.WORKING)
    assert (clocks["own_record_request"].days, clocks["own_record_request"].unit) == (20, ClockUnit.WORKING)
    assert clocks["interim_suspension"].on_expiry is OnExpiry.LAPSES
