"""Loading watchlists: a new version whole, or nothing; the versions before stay readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from portsec.kernel.errors import InvalidInput
from screening.enums import ListSource
from screening.models import ListEntry, ListVersion
from screening.services import watchlist
from screening.watchlists.delta import Delta
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.entity import ListedEntity
from screening.watchlists.sources import read_source
from tests.people import MAKER
from tests.screening import rows
from tests.screening.watchlists.samples import ALT, SDN, un_xml, write_ofac, write_un
from tests.witness import Record, failing_at, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ONE = rows.entity("1", "Hassan Al-Example")
TWO = rows.entity("2", "Viktor Morozov")
THREE = rows.entity("3", "Jane Roe")


def load(*entities: ListedEntity, at: datetime, source: ListSource = ListSource.UN) -> watchlist.Loaded:
    return watchlist.load(WatchlistDocument.of(source, entities), actor=MAKER, at=at)


def in_force(source: str = "un") -> dict[str, str]:
    """The names in force by uid."""
    return dict(ListEntry.objects.filter(source=source, removed_in=None).values_list("uid", "name"))


def test_load_when_new_then_version_entries_and_names_are_kept_and_on_record(
    db: None, now: datetime, record: Record
) -> None:
    loaded = load(ONE, TWO, at=now)
    assert loaded.is_new
    version = ListVersion.objects.get()
    assert (version.source, version.number, version.loaded_at, version.loaded_by) == ("un", 1, now, MAKER)
    assert (version.entries, version.names) == (2, 2)
    assert (version.added, version.changed, version.removed) == (2, 0, 0)
    assert in_force() == {"1": "Hassan Al-Example", "2": "Viktor Morozov"}
    kept = ListEntry.objects.get(uid="1")
    assert ListedEntity.from_data(kept.data) == ONE
    assert (kept.added_in, kept.digest) == (version, ONE.content_digest())
    entry = record.one("screening.watchlist.loaded")
    assert (entry.actor, entry.subject, entry.port, entry.at) == (MAKER, "watchlist:un", "", now)
    assert entry.body == {
        "source": "UN Security Council list",
        "version": 1,
        "added": 2,
        "changed": 0,
        "removed": 0,
    }


def test_load_when_the_same_content_comes_again_then_nothing_is_written(db: None, now: datetime) -> None:
    first = load(ONE, TWO, at=now)
    with unchanged():
        again = load(TWO, ONE, at=now + timedelta(days=1))
    assert (again.is_new, again.version) == (False, first.version)


def test_load_when_entries_differ_then_a_new_version_of_those_alone(
    db: None, now: datetime, record: Record
) -> None:
    load(ONE, TWO, at=now)
    before = ListEntry.objects.get(uid="1")
    record.new()
    changed = replace(TWO, remarks="Lives in Vigo.")
    loaded = load(ONE, changed, THREE, at=now + timedelta(days=1))
    assert loaded.delta == Delta(added=("3",), changed=("2",), removed=())
    assert loaded.version.number == 2
    assert in_force() == {"1": "Hassan Al-Example", "2": "Viktor Morozov", "3": "Jane Roe"}
    assert ListEntry.objects.get(uid="1", removed_in=None) == before
    old, new = ListEntry.objects.filter(uid="2").order_by("pk")
    assert (old.removed_in, new.added_in, new.removed_in) == (loaded.version, loaded.version, None)
    assert ListedEntity.from_data(old.data) == TWO
    assert ListedEntity.from_data(new.data) == changed
    assert record.one("screening.watchlist.loaded").body["changed"] == 1


def test_load_when_an_entry_is_gone_then_no_longer_in_force_but_readable(db: None, now: datetime) -> None:
    load(ONE, TWO, at=now)
    loaded = load(ONE, at=now)
    assert loaded.delta.removed == ("2",)
    assert set(in_force()) == {"1"}
    assert ListEntry.objects.get(uid="2").removed_in == loaded.version
    back = load(ONE, TWO, at=now)
    assert back.delta.added == ("2",)
    assert ListEntry.objects.filter(uid="2").count() == 2


def test_load_when_another_list_then_the_first_is_untouched(db: None, now: datetime) -> None:
    load(ONE, at=now)
    loaded = load(TWO, at=now, source=ListSource.OWN)
    assert loaded.version.number == 1
    assert (set(in_force("un")), set(in_force("own"))) == ({"1"}, {"2"})


def test_load_when_it_is_long_then_progress_is_told_to_the_end(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchlist, "BATCH", 2)
    told: list[tuple[int, int]] = []
    document = WatchlistDocument.of(
        ListSource.UN, [rows.entity(str(n), f"Person {chr(65 + n)}") for n in range(5)]
    )
    watchlist.load(document, actor=MAKER, at=now, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert ListEntry.objects.count() == 5


def test_load_when_it_fails_in_the_middle_then_the_old_list_stays_in_force(db: None, now: datetime) -> None:
    load(ONE, TWO, at=now)
    with unchanged(), failing_at("screening.watchlist.loaded"), pytest.raises(DatabaseError, match="full"):
        load(ONE, THREE, at=now)
    too_long = rows.entity("4" * 41, "A publisher's key that no column takes")
    with unchanged(), pytest.raises(DatabaseError):
        load(ONE, too_long, at=now)
    assert set(in_force()) == {"1", "2"}


def test_load_when_a_published_file_changes_then_its_entries_do(
    tmp_path: Path, db: None, now: datetime
) -> None:
    def read(**files: tuple[str, ...] | None) -> watchlist.Loaded:
        directory = write_ofac(tmp_path, **files)
        return watchlist.load(read_source(ListSource.OFAC, [directory]), actor=MAKER, at=now)

    assert read().delta.added == ("15036", "15984", "2674", "36")
    assert not read().is_new
    assert read(alt=ALT[1:]).delta == Delta(added=(), changed=("36",), removed=())
    assert read(sdn=(*SDN[:2], SDN[3]), alt=ALT[1:]).delta.removed == ("15036",)
    assert set(in_force("ofac")) == {"36", "2674", "15984"}
    assert len(ListEntry.objects.get(uid="2674", removed_in=None).data["names"]) >= 3


@pytest.mark.parametrize(
    "broken",
    [un_xml()[: len(un_xml()) // 2], un_xml(individuals="", entities=""), "<html>Not found</html>", ""],
    ids=["cut off", "without entries", "another page", "empty"],
)
def test_load_when_the_published_file_is_malformed_then_the_old_list_stays_in_force(
    tmp_path: Path, db: None, now: datetime, broken: str
) -> None:
    path = write_un(tmp_path)
    watchlist.load(read_source(ListSource.UN, [path]), actor=MAKER, at=now)
    kept = in_force()
    assert set(kept) == {"6908555", "110001"}
    write_un(tmp_path, broken)
    with unchanged(), pytest.raises(InvalidInput):
        watchlist.load(read_source(ListSource.UN, [path]), actor=MAKER, at=now)
    assert in_force() == kept


def test_published_at_when_the_file_says_so_then_kept(tmp_path: Path, db: None, now: datetime) -> None:
    document = read_source(ListSource.UN, [write_un(tmp_path)])
    loaded = watchlist.load(document, actor=MAKER, at=now)
    assert loaded.version.published_at == datetime(2026, 2, 27, 0, 0, 9, 554000, tzinfo=UTC)


def test_entry_when_written_twice_in_force_then_the_database_refuses(db: None, now: datetime) -> None:
    load(ONE, at=now)
    kept = ListEntry.objects.get()
    kept.pk = None
    with pytest.raises(IntegrityError, match="list_entry_in_force_once"), transaction.atomic():
        kept.save(force_insert=True)
