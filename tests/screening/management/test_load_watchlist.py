"""The command that loads watchlists: small files in their publishers' formats, and the published ones."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Entry
from screening.models import ListEntry, ListVersion
from tests.screening.published import published
from tests.screening.watchlists.samples import write_ofac

pytestmark = [pytest.mark.db, pytest.mark.django_db]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def load(*paths: Path, source: str = "ofac") -> str:
    out = io.StringIO()
    call_command("load_watchlist", "--source", source, *map(str, paths), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_load_when_list_is_new_then_counts_and_record(tmp_path: Path) -> None:
    said = load(write_ofac(tmp_path))
    assert said.startswith("OFAC SDN list, version 1: 4 entries")
    assert "4 added, 0 changed, 0 removed." in said
    version = ListVersion.objects.get()
    assert version.loaded_by == "system:load_watchlist"
    assert Entry.objects.get(kind="screening.watchlist.loaded").actor == "system:load_watchlist"


def test_load_when_repeated_then_unchanged_and_nothing_written(tmp_path: Path) -> None:
    directory = write_ofac(tmp_path)
    load(directory)
    before = (ListEntry.objects.count(), Entry.objects.count())
    assert load(directory) == "OFAC SDN list, version 1: unchanged.\n"
    assert (ListEntry.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("source", "name", "content", "said"),
    [
        ("un", "list.xml", b"<html><body>Not found</body></html>", "is not the UN consolidated list"),
        ("un", "list.xml", b"", "is empty"),
        ("ofac", "sdn.csv", b'36,"AEROCARIBBEAN', "cut off"),
        ("ofac", "missing.csv", None, "cannot be read"),
        ("eu", "list.xml", b"<x/>", "is not the EU consolidated list"),
        ("fbi", "list.xml", b"<x/>", "there is no such list; known are ofac, un, eu"),
    ],
)
def test_load_when_list_is_refused_then_one_line_and_nothing_written(
    tmp_path: Path, source: str, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=said) as refused:
        load(path, source=source)
    assert "\n" not in str(refused.value)
    assert not ListVersion.objects.exists()
    assert not Entry.objects.exists()


def test_load_when_on_a_terminal_then_a_bar(tmp_path: Path) -> None:
    error = Terminal()
    call_command(
        "load_watchlist", "--source", "ofac", str(write_ofac(tmp_path)), stdout=io.StringIO(), stderr=error
    )
    assert "4 of 4 entries" in error.getvalue()


def test_load_when_aliases_are_missing_then_a_note(tmp_path: Path) -> None:
    error = io.StringIO()
    call_command(
        "load_watchlist",
        "--source",
        "ofac",
        str(write_ofac(tmp_path, alt=None)),
        stdout=io.StringIO(),
        stderr=error,
    )
    assert "No alt.csv was given" in error.getvalue()


@pytest.mark.external
@pytest.mark.parametrize(("source", "entries"), [("ofac", 8_976), ("un", 1_003)])
def test_load_when_list_is_the_published_one_then_every_entry_and_repeated_nothing(
    source: str, entries: int
) -> None:
    path = published("watchlist", source)
    assert f"{entries:,} added, 0 changed, 0 removed." in load(path, source=source)
    assert ListEntry.objects.filter(source=source, removed_in=None).count() == entries
    assert "unchanged" in load(path, source=source)
    assert ListVersion.objects.count() == 1
