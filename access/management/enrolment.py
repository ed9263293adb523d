"""A device enrols: it makes its own key, shows the code, and keeps what it is given in one directory."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization

from access.credential import durable_file
from access.credential.keys import SigningKey, from_jwk_set
from access.credential.plain_text import to_base64url
from access.management.service_link import ServiceLink
from portsec.kernel.errors import Unavailable

KEY, TOKEN, KEYS = "device.pem", "token", "keys.json"
PROOF: Final = b"portsec device "  # as in services.device, which a device does not have


def enrol(code: str, link: ServiceLink, directory: Path) -> dict[str, Any]:
    """Enrol with this code; says who the device is now and where its files lie.

    The key is on the disk before it is shown, so that a crash loses no device that the service knows; one
    that is there already is used again.
    Raises Unavailable when the service does not answer or does not take the code.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = _own_key(directory / KEY)
    letters = "".join(code.split()).replace("-", "").upper()
    answer = link.enrol(
        {
            "code": letters,
            "public_key": to_base64url(key.public),
            "proof": to_base64url(key.sign(PROOF + letters.encode("utf-8"))),
        }
    )
    keys, token = answer.get("keys"), answer.get("token")
    if not isinstance(keys, dict) or not isinstance(token, str):
        raise Unavailable("The service gave neither keys nor a token.")
    from_jwk_set(keys)  # what cannot be read must not be kept
    durable_file.write(directory / KEYS, json.dumps(keys, indent=1) + "\n")
    _write_private(directory / TOKEN, token + "\n")
    said = {name: answer.get(name) for name in ("reader", "port", "status_list")}
    return said | {name: str(directory / name) for name in (KEY, TOKEN, KEYS)}


def _own_key(path: Path) -> SigningKey:
    if path.exists():
        return SigningKey.from_pem(path.read_bytes())
    key = SigningKey.new()
    pem = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_private(path, pem.decode("ascii"))
    return key


def _write_private(path: Path, text: str) -> None:
    """For its owner alone from the first byte on."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    durable_file.sync_directory(path)
