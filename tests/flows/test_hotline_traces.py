"""After a marked report nothing anywhere holds the marker: database, its files, Redis, disk, log, dump."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings
from django.db import connection

from hotline.models import ReceiptScheme, Report
from tests.hotline import hubs
from tests.hotline.door import ROOT, Door
from tests.hotline.hubs import Opened
from tests.hotline.photographs import photograph
from tests.hotline.visitor import Visitor

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

MARKER = "quokka7731"
ADDRESS = "198.51.100.77"
CALLER = {
    "User-Agent": f"{MARKER}-agent",
    "X-Forwarded-For": ADDRESS,
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "Accept-Language": f"{MARKER}-language",
    "Referer": f"https://{MARKER}-before.example/",
    "Cookie": f"sessionid={MARKER}-cookie",
}
SOUGHT = (MARKER.encode(), ADDRESS.encode(), MARKER.encode().hex().encode())


@pytest.fixture
def marked(running_door: Door, hotline_hub: Opened) -> Door:
    """A door through which a marked report, a message and a wrong address have come."""
    visitor = Visitor(running_door.url, CALLER)
    sent = visitor.file_report(
        answers=[("who", f"{MARKER}-who"), ("told", f"{MARKER}-text")],
        files=[(f"{MARKER}-name.jpg", photograph(f"{MARKER}-device"), "image/jpeg")],
    )
    assert MARKER not in sent.code
    page = visitor.open_report(sent.code)
    assert f"{MARKER}-text" in page.text  # it is there, for who has the code
    fields = [("sealed", page.sealed), ("go", "write"), ("message", f"{MARKER}-message")]
    assert visitor.post("/report/en/answer/", fields).status == 200
    assert visitor.get(f"/{MARKER}-nowhere/").status == 404
    assert visitor.get("/metrics").status == 404
    bad = Visitor(running_door.url, {**CALLER, "Host": f"{MARKER}-host.example"})
    assert bad.get("/report/en/").status == 400
    return running_door


def test_report_when_marked_then_no_row_file_key_or_line_holds_the_marker(marked: Door) -> None:
    assert Report.objects.count() == 1
    assert rows_with_marker() == []
    assert keys_with_marker() == []
    # Tables, write-ahead log, server logs, Redis and the data directory of this run.
    assert files_with_marker(settings.DATA_DIR.parent) == []
    assert list(marked.scratch.rglob("*")) == []
    told = marked.log.read_bytes()
    assert not any(word in told for word in SOUGHT), told.decode()


def test_rows_when_a_report_was_filed_then_they_know_days_and_full_hours_only(marked: Door) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name LIKE 'hotline_%' AND data_type LIKE 'timestamp%'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" <> date_trunc(\'hour\', "{column}")'  # noqa: S608
            )
            assert cursor.fetchone() == (0,), f"{table}.{column}"


def test_process_when_it_crashes_after_a_report_then_no_dump_is_left(marked: Door) -> None:
    workers = psutil.Process(marked.process.pid).children(recursive=True)
    assert workers
    for worker in workers:
        with suppress(psutil.NoSuchProcess):
            assert worker.rlimit(psutil.RLIMIT_CORE) == (0, 0)
            worker.send_signal(signal.SIGSEGV)
    time.sleep(1)
    places = (ROOT, marked.scratch, marked.log.parent)
    assert [path for place in places for path in place.glob("core*") if path.is_file()] == []


def test_search_when_something_holds_the_marker_then_finds_it(transactional_db: None, tmp_path: Path) -> None:
    """What finds nothing after a report must be able to find something."""
    hubs.open_hub(name=f"{MARKER}-hub")
    ReceiptScheme.objects.create(salt=MARKER.encode(), memory_kib=65536, passes=1)
    (tmp_path / "log").write_text(f"GET /report from {ADDRESS}")
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.set(f"{MARKER}-key", "1")
    try:
        assert {row.partition(":")[0] for row in rows_with_marker()} == {
            "hotline_hub",
            "hotline_receiptscheme",
        }
        assert files_with_marker(tmp_path) == [str(tmp_path / "log")]
        assert keys_with_marker() == [f"{MARKER}-key"]
    finally:
        broker.delete(f"{MARKER}-key")


def rows_with_marker() -> list[str]:
    """Tables of the whole database in which a row holds the marker, as text or inside bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            for word in SOUGHT:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS each WHERE strpos(each::text, %s) > 0',  # noqa: S608
                    [word.decode()],
                )
                if cursor.fetchone() != (0,):
                    found.append(f"{table}: {word.decode()}")
    return found


def keys_with_marker() -> list[str]:
    broker = redis.Redis.from_url(settings.REDIS_URL)
    held = {key: broker.dump(key) or b"" for key in broker.scan_iter()}
    return [key.decode(errors="replace") for key, value in held.items() if has_marker(key + value)]


def files_with_marker(directory: Path) -> list[str]:
    return [str(path) for path in regular_files(directory) if has_marker(path.read_bytes())]


def regular_files(directory: Path) -> Iterator[Path]:
    for path in directory.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def has_marker(content: bytes) -> bool:
    return any(word in content for word in SOUGHT)
