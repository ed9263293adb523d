"""Reads the keys of the log and whom to believe about it, from files outside the database."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from ledger import trust
from ledger.note import ED25519, NoteWrong, SignerKey
from ledger.trust import Policy, PolicyWrong
from portsec.kernel.errors import Unavailable


def signers() -> tuple[SignerKey, ...]:
    """The private keys that sign checkpoints: one, or two while one hands over to the other.

    Only the sealer asks for them. Raises Unavailable where the file is missing or holds anything else.
    """
    path: Path | None = settings.LEDGER_KEY_FILE
    if path is None:
        raise Unavailable("setting LEDGER_KEY_FILE: is missing; `manage.py ledger_key` makes the file.")
    try:
        keys = tuple(SignerKey.from_text(line) for line in path.read_text("ascii").split())
    except (OSError, UnicodeDecodeError, NoteWrong) as error:
        raise Unavailable(f"setting LEDGER_KEY_FILE: {error}") from None
    if not keys or any(key.algorithm != ED25519 for key in keys) or len({key.name for key in keys}) != 1:
        raise Unavailable("setting LEDGER_KEY_FILE: the file must hold keys of one log, each on a line.")
    return keys


def policy() -> Policy:
    """The log's public keys, its witnesses and the quorum; without a file, the public half of the own key.

    Raises Unavailable where neither file is given, or one cannot be read.
    """
    path: Path | None = settings.LEDGER_POLICY_FILE
    if path is None:
        return Policy(logs=tuple(key.verifier for key in signers()))
    try:
        return trust.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, PolicyWrong) as error:
        raise Unavailable(f"setting LEDGER_POLICY_FILE: {error}") from None
