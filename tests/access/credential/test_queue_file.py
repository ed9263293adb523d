"""The queue on a disk: nothing is lost by a crash, nothing is sent twice, nothing is sent out of order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from access.credential.passage_chain import ChainBroken, Entry, Link
from access.credential.queue_file import AT_ONCE, QueueFile
from portsec.kernel.errors import Conflict, InvalidInput, Unavailable
from tests.access.credential.test_passage_chain import DEVICE, READER, entry

pytestmark = pytest.mark.unit


def opened(path: Path) -> QueueFile:
    return QueueFile(path, reader=READER, key=DEVICE)


def filled(path: Path, count: int) -> list[bytes]:
    with opened(path) as queue:
        for counter in range(len(queue.links), count):
            queue.append(entry(counter))
    return path.read_bytes().splitlines(keepends=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.jsonl"


class Service:
    """Takes links in order as the documented endpoint does, and may go down after some."""

    def __init__(self, takes: int = 10_000) -> None:
        self.got: list[Entry] = []
        self.calls: list[int] = []
        self.takes = takes

    def __call__(self, links: Sequence[Link]) -> int:
        self.calls.append(len(links))
        for each in links:
            if len(self.got) >= self.takes:
                raise Unavailable("The service does not answer.")
            if each.entry.counter == len(self.got):
                self.got.append(each.entry)
        return len(self.got)


def test_queue_when_opened_again_then_goes_on_where_it_was(path: Path) -> None:
    filled(path, 2)
    lines = filled(path, 5)
    assert len(lines) == 5
    with opened(path) as queue:
        assert [each.entry for each in queue.links] == [entry(counter) for counter in range(5)]
        assert queue.torn == 0


def test_queue_when_a_crash_tore_the_last_line_at_any_byte_then_the_rest_stays(path: Path) -> None:
    whole = b"".join(filled(path, 3))
    start = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(start, len(whole)):
        path.write_bytes(whole[:cut])
        with opened(path) as queue:
            assert (len(queue.links), queue.torn) == (2, cut - start)
            queue.append(entry(2))
        assert path.read_bytes() == whole


def test_queue_when_a_line_before_the_last_does_not_fit_then_broken(path: Path) -> None:
    lines = filled(path, 3)
    path.write_bytes(lines[0] + lines[1].replace(b"grant", b"askkk") + lines[2])
    with pytest.raises(ChainBroken) as found, opened(path):
        pass
    assert found.value.counter == 1


def test_queue_when_line_ends_were_converted_then_broken(path: Path) -> None:
    path.write_bytes(b"".join(filled(path, 2)).replace(b"\n", b"\r\n"))
    with pytest.raises(ChainBroken), opened(path):
        pass


def test_queue_when_the_last_whole_line_is_zeros_then_broken(path: Path) -> None:
    path.write_bytes(filled(path, 1)[0] + b"\x00" * 50 + b"\n")
    with pytest.raises(ChainBroken), opened(path):
        pass


def test_queue_when_of_another_reader_or_key_then_broken(path: Path) -> None:
    filled(path, 1)
    with pytest.raises(ChainBroken), QueueFile(path, reader="GATE-2", key=DEVICE):
        pass


def test_queue_when_another_process_holds_it_then_conflict(path: Path) -> None:
    with opened(path), pytest.raises(Conflict, match="Another process"), opened(path):
        pass
    with opened(path) as queue:
        assert queue.links == []


def test_append_when_the_nonce_is_there_then_invalid_and_nothing_written(path: Path) -> None:
    with opened(path) as queue:
        queue.append(entry(0))
        with pytest.raises(InvalidInput, match="nonce"):
            queue.append(entry(1, nonce="n-0"))
        with pytest.raises(InvalidInput, match="next entry"):
            queue.append(entry(2))
    assert len(path.read_bytes().splitlines()) == 1


def test_append_when_the_disk_is_full_then_nothing_of_the_line_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = filled(path, 1)
    with opened(path) as queue:

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            with pytest.raises(OSError, match="No space"):
                queue.append(entry(1))
        assert len(queue.links) == 1
        assert path.read_bytes() == lines[0]
        queue.append(entry(1))


def test_upload_when_the_service_answers_then_all_in_order_and_once(path: Path) -> None:
    filled(path, 2 * AT_ONCE + 5)
    service = Service()
    with opened(path) as queue:
        assert queue.upload(service) == 2 * AT_ONCE + 5
        assert queue.upload(service) == 0
    assert service.got == [entry(counter) for counter in range(2 * AT_ONCE + 5)]
    assert service.calls == [0, AT_ONCE, AT_ONCE, 5, 0]


def test_upload_when_it_broke_off_then_goes_on_and_none_is_doubled(path: Path) -> None:
    filled(path, 250)
    service = Service(takes=130)
    with opened(path) as queue, pytest.raises(Unavailable):
        queue.upload(service)
    with opened(path) as queue:
        service.takes = 10_000
        queue.upload(service)
    assert service.got == [entry(counter) for counter in range(250)]


def test_upload_when_the_end_of_the_queue_was_cut_off_then_conflict(path: Path) -> None:
    lines = filled(path, 5)
    service = Service()
    with opened(path) as queue:
        queue.upload(service)
    path.write_bytes(b"".join(lines[:3]))
    with opened(path) as queue, pytest.raises(Conflict, match="has 5 entries of this queue, the file 3"):
        queue.upload(service)


def test_upload_when_the_service_was_restored_from_a_copy_then_sent_again_from_there(path: Path) -> None:
    filled(path, 7)
    service = Service()
    with opened(path) as queue:
        queue.upload(service)
    del service.got[3:]
    with opened(path) as queue:
        assert queue.upload(service) == 4
    assert service.got == [entry(counter) for counter in range(7)]


def test_upload_when_the_gate_is_used_meanwhile_then_neither_waits(path: Path) -> None:
    filled(path, 2)
    with opened(path) as queue:
        pass

    def send(links: Sequence[Link]) -> int:
        filled(path, 3)
        return len(links)

    assert queue.upload(send) == 2
    with opened(path) as later:
        assert len(later.links) == 3


@pytest.mark.parametrize("answer", [0, -1, 99])
def test_upload_when_the_service_asks_for_nonsense_then_conflict(path: Path, answer: int) -> None:
    filled(path, 3)
    with opened(path) as queue, pytest.raises(Conflict):
        queue.upload(lambda links: answer)
