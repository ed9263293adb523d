"""An entry, its stored form and its digest."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName, script_of

pytestmark = pytest.mark.unit

words = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
word_lists = st.lists(words, max_size=3).map(tuple)
names = st.lists(
    st.builds(ListedName, words, st.sampled_from(["primary", "strong", "weak"]), words),
    min_size=1,
    max_size=4,
).map(tuple)
entities = st.builds(
    ListedEntity,
    uid=st.from_regex(r"\A\d{1,6}\Z"),
    kind=st.sampled_from(EntityKind),
    names=names,
    reference=words,
    births=st.lists(st.dates().map(BirthDate.on), max_size=3).map(tuple),
    birth_places=word_lists,
    addresses=word_lists,
    nationalities=word_lists,
    sex=st.sampled_from(["male", "female", ""]),
    documents=st.lists(st.builds(ListedDocument, words, words, words, words), max_size=3).map(tuple),
    programmes=word_lists,
    designations=word_lists,
    details=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    remarks=words,
    listed_on=st.none() | st.dates(),
    updated_on=st.none() | st.dates(),
)


@given(entities)
def test_entity_when_stored_as_json_and_read_back_then_is_equal(entity: ListedEntity) -> None:
    back = ListedEntity.from_data(json.loads(json.dumps(entity.as_data())))
    assert back == entity
    assert back.content_digest() == entity.content_digest()


@given(entities, st.randoms(use_true_random=False))
def test_digest_when_publisher_changes_the_order_only_then_stays(
    entity: ListedEntity, random: object
) -> None:
    data = entity.as_data()
    for value in data.values():
        if isinstance(value, list):
            random.shuffle(value)  # type: ignore[attr-defined]
    assert ListedEntity.from_data(data).content_digest() == entity.content_digest()


@pytest.mark.parametrize(
    "change",
    [
        {"names": [{"text": "OMAR", "quality": "weak", "script": "latin"}]},
        {"nationalities": ["Iraq"]},
        {"births": [BirthDate.in_year(1960).as_data()]},
        {"remarks": "Deceased."},
        {"updated_on": "2026-01-01"},
    ],
)
def test_digest_when_content_changes_then_changes(change: dict[str, object]) -> None:
    entity = ListedEntity("1", EntityKind.PERSON, (ListedName("OMAR"),), updated_on=date(2020, 1, 1))
    assert ListedEntity.from_data(entity.as_data() | change).content_digest() != entity.content_digest()


def test_primary_name_when_it_does_not_stand_first_then_is_found() -> None:
    entity = ListedEntity("1", EntityKind.PERSON, (ListedName("B", "weak"), ListedName("A", "primary")))
    assert entity.primary_name == "A"


def test_entity_when_it_has_no_name_then_is_refused() -> None:
    with pytest.raises(ValueError, match="has no name"):
        ListedEntity("1", EntityKind.PERSON, ())


def test_name_when_quality_is_unknown_then_is_refused() -> None:
    with pytest.raises(ValueError, match="quality"):
        ListedName("A", "good")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Estêvão na Mena", "latin"),
        ("محمد", "arabic"),
        ("Агаджан", "cyrillic"),
        ("김정은", "hangul"),
        ("金铁三", "cjk"),
        ("123", "latin"),
        ("", "latin"),
    ],
)
def test_script_when_text_is_given_then_names_it(text: str, script: str) -> None:
    assert script_of(text) == script
