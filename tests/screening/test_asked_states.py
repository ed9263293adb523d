"""Ways to a State's record, its languages, and the texts that go to it."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import pytest

from screening.asked_states import (
    MEMBER_STATES,
    channel_of,
    language_for,
    languages_of,
    writes_own_language,
)
from screening.enums import Channel, Language, RequestPurpose
from screening.matching.countries import country_names
from screening.request_texts import PURPOSE_BASIS, SheetWords, purpose_for, reminder, sheet_words

pytestmark = pytest.mark.unit


def test_member_states_when_counted_then_twenty_seven_that_exist_and_have_languages() -> None:
    assert len(MEMBER_STATES) == 27
    assert set(country_names()) >= MEMBER_STATES
    assert all(languages_of(country) for country in MEMBER_STATES)


@pytest.mark.parametrize(
    ("country", "home", "channel"),
    [
        ("BE", "BE", Channel.OWN_REGISTER),
        ("ES", "BE", Channel.ECRIS),
        ("MA", "BE", Channel.OWN_REQUEST),
        ("GB", "BE", Channel.OWN_REQUEST),
    ],
)
def test_channel_when_a_state_is_asked_then_by_its_place_in_the_union(
    country: str, home: str, channel: Channel
) -> None:
    assert channel_of(country, home=home) is channel


@pytest.mark.parametrize(
    ("country", "language", "own"),
    [
        ("ES", Language.ES, True),
        ("BE", Language.NL, True),
        ("AT", Language.DE, True),
        ("LU", Language.FR, True),
        ("IE", Language.EN, True),
        ("CO", Language.ES, True),
        ("PL", Language.EN, False),
        ("VN", Language.EN, False),
    ],
)
def test_language_when_the_port_writes_then_the_states_own_where_there_is_one(
    country: str, language: Language, own: bool
) -> None:
    assert language_for(country) is language
    assert writes_own_language(country) is own


@pytest.mark.parametrize("language", Language)
def test_texts_when_read_then_whole_in_every_language(language: Language) -> None:
    words = sheet_words(language)
    assert all(getattr(words, field.name) for field in fields(SheetWords))
    assert len(words.answers) == 5
    text = reminder(
        language, reference="SA-2026-00001/7", asked=date(2026, 6, 1), due=date(2026, 6, 15), number=2
    )
    said = " ".join((text.subject, *text.paragraphs))
    for value in ("SA-2026-00001/7", "2026-06-01", "2026-06-15", "2"):
        assert value in said
    assert not re.search(r"[{}]", said)


def test_texts_when_compared_then_no_language_repeats_another() -> None:
    titles = {sheet_words(language).title for language in Language}
    assert len(titles) == len(Language)


@pytest.mark.parametrize(
    ("channel", "critical", "purpose"),
    [
        (Channel.OWN_REQUEST, True, RequestPurpose.OWN_RECORD),
        (Channel.ECRIS, True, RequestPurpose.CRITICAL_ENTITY),
        (Channel.OWN_REGISTER, False, RequestPurpose.PORT_SECURITY),
    ],
)
def test_purpose_when_asked_then_one_code_with_its_basis(
    channel: Channel, critical: bool, purpose: RequestPurpose
) -> None:
    assert purpose_for(channel, is_critical=critical) is purpose
    assert PURPOSE_BASIS[purpose]
