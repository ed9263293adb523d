"""Countries by every name that lists and passports use."""

from __future__ import annotations

import pytest

from screening.matching.countries import code_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IR", "IR"),
        ("irn", "IR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Korea, North", "KP"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Korea, South", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo", "CG"),
        ("Côte d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("The Gambia", "GM"),
        ("St. Kitts & Nevis", "KN"),
        ("Burma", "MM"),
        ("D", "DE"),
        ("Palestinian", "PS"),
        ("Kosovo", "XK"),
        ("None Identified", None),
        ("former Soviet Union", None),
        ("", None),
    ],
)
def test_code_when_a_country_is_named_then_is_its_iso_code(text: str, code: str | None) -> None:
    assert code_of(text) == code
