"""What `up` checks and makes before and after its children start: the port, the secret, the first answer."""

from __future__ import annotations

import errno
import http.client
import secrets
import socket
from pathlib import Path

from ledger.note import SignerKey
from portsec.embedded import ServerError

HOST = "127.0.0.1"  # a proxy with TLS stands in front of anything that others may reach
HEALTH_TIMEOUT = 2.0  # seconds for one answer
SECRET_BYTES = 48


def require_free_port(port: int, setting: str) -> None:
    """Refuses with one line that names the setting, before anything is started."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            problem = "is used by another program" if taken else f"cannot be used ({error.strerror})"
            other = port + 100 if 1024 <= port <= 65_435 else 8000
            raise ServerError(
                f"setting {setting}: port {port} {problem}; choose another, for example {setting}={other}."
            ) from None


def secret_file(data_dir: Path, name: str = "secret_key") -> Path:
    """The file with a signing secret, made once: with a new one at every start all would be signed out."""
    path = data_dir / name
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(SECRET_BYTES))
        draft.rename(path)
    return path


def ledger_key_file(data_dir: Path, origin: str) -> Path:
    """The file with the key that signs the ledger's checkpoints, made once: the record goes on under it."""
    path = data_dir / "ledger.key"
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        draft.touch(0o600)
        draft.write_text(f"{SignerKey.new(origin).text}\n")
        draft.rename(path)
    return path


def is_healthy(port: int, host_name: str) -> bool:
    """Whether GET /healthz answers 200 under one of the names that the service accepts."""
    connection = http.client.HTTPConnection(HOST, port, timeout=HEALTH_TIMEOUT)
    try:
        connection.request("GET", "/healthz", headers={"Host": host_name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
