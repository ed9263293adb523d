"""Lists from an address, against a real server on the loopback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from portsec.kernel.errors import InvalidInput
from screening.services import list_file

pytestmark = pytest.mark.unit

CONTENT = b"uid,name\n1,Hasan Aweys\n"
SEAL = hashlib.sha256(CONTENT).hexdigest()


class Publisher(BaseHTTPRequestHandler):
    """`/list.csv` is there, `/cut.csv` breaks off, everything else is absent."""

    def do_GET(self) -> None:
        if self.path not in ("/list.csv", "/cut.csv"):
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT if self.path == "/list.csv" else CONTENT[:-4])

    def log_message(self, *args: object) -> None:
        """Silent: pytest shows what matters."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Publisher)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_local_when_address_sends_what_the_checksum_names_then_a_file_for_the_block(address: str) -> None:
    with list_file.local([f"{address}/list.csv#sha256={SEAL.upper()}"]) as [path]:
        assert path.name == "list.csv"
        assert path.read_bytes() == CONTENT
    assert not path.exists()


def test_local_when_place_is_a_path_then_as_it_is(tmp_path: Path) -> None:
    with list_file.local([str(tmp_path), "sdn.csv"]) as paths:
        assert paths == [tmp_path, Path("sdn.csv")]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/list.csv", "needs its checksum"),
        ("/list.csv#sha256=abc", "needs its checksum"),
        (f"/list.csv#sha256={'0' * 64}", f"another file than its checksum names (it has sha256 {SEAL})"),
        (f"/cut.csv#sha256={SEAL}", ""),
        (f"/gone.csv#sha256={SEAL}", "could not be fetched: HTTP Error 404"),
    ],
)
def test_local_when_file_is_not_to_be_trusted_then_refused(address: str, place: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refusal, list_file.local([f"{address}{place}"]):
        pytest.fail("the block must not begin")
    assert said in refusal.value.detail


def test_local_when_nobody_answers_then_one_clear_line() -> None:
    with (
        pytest.raises(InvalidInput, match="could not be fetched"),
        list_file.local([f"http://127.0.0.1:9/x#sha256={SEAL}"]),
    ):
        pytest.fail("the block must not begin")
