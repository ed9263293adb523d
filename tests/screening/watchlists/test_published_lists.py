"""The publishers' own files as they stand, with exact counts."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import EntityKind, ListSource
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity
from screening.watchlists.sources import read_source
from tests.screening.published import published

pytestmark = pytest.mark.external

LONGEST_READ_SECONDS = 10.0  # under one second alone on two cores; the margin is for a busy machine


@pytest.fixture(scope="module")
def ofac() -> WatchlistDocument:
    started = time.perf_counter()
    document = read_source(ListSource.OFAC, [published("watchlist", "ofac")])
    assert time.perf_counter() - started < LONGEST_READ_SECONDS
    return document


@pytest.fixture(scope="module")
def un() -> WatchlistDocument:
    return read_source(ListSource.UN, [published("watchlist", "un")])


def qualities(document: WatchlistDocument) -> Counter[str]:
    return Counter(name.quality for entity in document.entities for name in entity.names)


def find(document: WatchlistDocument, uid: str) -> ListedEntity:
    return next(entity for entity in document.entities if entity.uid == uid)


def test_ofac_when_read_then_every_row_is_an_entry_or_a_name(ofac: WatchlistDocument) -> None:
    assert Counter(entity.kind for entity in ofac.entities) == {
        EntityKind.PERSON: 4620,
        EntityKind.ORGANISATION: 3673,
        EntityKind.VESSEL: 406,
        EntityKind.AIRCRAFT: 277,
    }
    assert qualities(ofac) == {"primary": 8976, "strong": 11910, "weak": 2417}
    assert sum(len(entity.addresses) for entity in ofac.entities) == 11440
    assert ofac.notes == ()


def test_ofac_when_read_then_remarks_give_births_nationalities_and_papers(ofac: WatchlistDocument) -> None:
    people = [entity for entity in ofac.entities if entity.kind is EntityKind.PERSON]
    assert sum(bool(person.births) for person in people) == 4428
    assert sum(bool(person.nationalities) for person in people) == 2546
    assert sum(bool(person.birth_places) for person in people) == 2874
    assert sum(bool(person.sex) for person in people) == 1513
    assert sum(paper.kind == "Passport" for person in people for paper in person.documents) > 1500


def test_ofac_when_a_remark_goes_on_in_the_comments_then_the_last_statement_is_read(
    ofac: WatchlistDocument,
) -> None:
    person = find(ofac, "28264")
    assert person.primary_name == "LI, Jiadong"
    assert "khaleesi" in [name.text for name in person.names]
    assert "Phone Number 8613314257947" in person.remarks


def test_un_when_read_then_every_individual_and_entity_is_there(un: WatchlistDocument) -> None:
    assert Counter(entity.kind for entity in un.entities) == {
        EntityKind.PERSON: 730,
        EntityKind.ORGANISATION: 273,
    }
    assert un.published_at is not None
    assert un.published_at.date().isoformat() == "2026-02-27"
    scripts = Counter(name.script for entity in un.entities for name in entity.names)
    assert scripts["arabic"] > 350
    assert qualities(un)["weak"] > 600
    people = [entity for entity in un.entities if entity.kind is EntityKind.PERSON]
    assert sum(bool(person.births) for person in people) == 678
    assert sum(len(person.births) for person in people) > 880
    assert sum(paper.kind == "Passport" for person in people for paper in person.documents) > 300


@pytest.mark.parametrize("source", ["ofac", "un"])
def test_entries_when_stored_and_read_back_then_are_equal(
    source: str, request: pytest.FixtureRequest
) -> None:
    document: WatchlistDocument = request.getfixturevalue(source)
    assert all(ListedEntity.from_data(entity.as_data()) == entity for entity in document.entities)


def test_digest_when_the_same_files_are_read_again_then_is_the_same(un: WatchlistDocument) -> None:
    assert read_source(ListSource.UN, [published("watchlist", "un", "consolidated.xml")]).digest == un.digest


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv"])
def test_ofac_when_a_download_broke_off_then_nothing_is_read(tmp_path: Path, name: str, share: float) -> None:
    directory = published("watchlist", "ofac")
    for path in directory.glob("*.csv"):
        content = path.read_bytes()
        (tmp_path / path.name).write_bytes(
            content[: int(len(content) * share)] if path.name == name else content
        )
    with pytest.raises(InvalidInput):
        read_source(ListSource.OFAC, [tmp_path])
