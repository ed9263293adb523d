"""Which State is asked by which way, and in which languages it takes a request."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from screening.enums import Channel, Language

# Member States of the Union: all of them exchange criminal records through ECRIS (Framework Decision
# 2009/315/JHA, operational since April 2012). The list as of 2026.
MEMBER_STATES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
_DATA = Path(__file__).parent / "data" / "state_languages.csv"
_WRITTEN: Mapping[str, Language] = MappingProxyType(
    {
        "English": Language.EN,
        "Dutch": Language.NL,
        "French": Language.FR,
        "German": Language.DE,
        "Spanish": Language.ES,
    }
)


def _languages() -> dict[str, tuple[str, ...]]:
    """Official languages: of the Member States all, of other States where it is one that the port writes."""
    with _DATA.open(encoding="utf-8", newline="") as handle:
        return {row["country"]: tuple(row["languages"].split()) for row in csv.DictReader(handle)}


_LANGUAGES = _languages()


def channel_of(country: str, *, home: str) -> Channel:
    """The way to a State's record: the own register, the central authorities, or the person's own request.

    Outside the Union no authority answers by right, so the person asks (a certificate, if need be through a
    consulate).
    """
    if country == home:
        return Channel.OWN_REGISTER
    return Channel.ECRIS if country in MEMBER_STATES else Channel.OWN_REQUEST


def languages_of(country: str) -> tuple[str, ...]:
    """The official languages of a State, by their English names; none where the table does not know them.

    A request goes out in one of them (Framework Decision 2009/315/JHA, Art. 10).
    """
    return _LANGUAGES.get(country, ())


def language_for(country: str) -> Language:
    """The language in which the port writes to a State: one of its own where we have it, else English."""
    own = (_WRITTEN[name] for name in languages_of(country) if name in _WRITTEN)
    return next(own, Language.EN)


def writes_own_language(country: str) -> bool:
    """Whether the text that the port has is in an official language of the State."""
    return any(name in _WRITTEN for name in languages_of(country))
