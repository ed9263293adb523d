"""One reader for each publisher."""

from __future__ import annotations

from pathlib import Path

import pytest

from portsec.kernel.errors import InvalidInput
from screening.enums import ListSource
from screening.watchlists.sources import READERS, read_source
from tests.screening.watchlists.samples import write_ofac, write_un

pytestmark = pytest.mark.unit


def test_readers_when_a_source_exists_then_it_can_be_read() -> None:
    assert set(READERS) == set(ListSource)


def test_read_source_when_source_is_named_then_its_own_reader_reads(tmp_path: Path) -> None:
    assert read_source(ListSource.OFAC, [write_ofac(tmp_path)]).source is ListSource.OFAC
    assert read_source(ListSource.UN, [write_un(tmp_path)]).source is ListSource.UN


def test_read_source_when_lists_are_confused_then_each_refuses_the_other(tmp_path: Path) -> None:
    write_ofac(tmp_path)
    xml = write_un(tmp_path)
    with pytest.raises(InvalidInput, match=r"consolidated\.xml is XML or a web page"):
        read_source(ListSource.OFAC, [xml])
    with pytest.raises(InvalidInput, match=r"sdn\.csv is not the UN consolidated list: it is not XML"):
        read_source(ListSource.UN, [tmp_path / "sdn.csv"])


def test_read_source_when_nothing_is_given_then_refuses() -> None:
    with pytest.raises(InvalidInput, match="No file was given"):
        read_source(ListSource.UN, [])
