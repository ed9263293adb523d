"""Options of the witness, and running it: shared by `python -m ledger.witness` and `manage.py witness`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ledger import trust
from ledger.note import COSIGNATURE, NoteWrong, SignerKey
from ledger.trust import PolicyWrong
from ledger.witness import protocol
from ledger.witness.memory import Memory
from ledger.witness.server import Witness, server

DESCRIPTION: Final = (
    "Cosigns the checkpoints of other logs: a sister port's, or those of the port that you audit. It signs a "
    "tree only if it begins with the one that it signed before. Runs until Ctrl-C."
)


class WitnessError(Exception):
    """Why the witness cannot start, in one line."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", type=Path, required=True, help="file with its private key; made if missing")
    parser.add_argument("--name", help="its name, such as auditor.example/witness; needed to make the key")
    parser.add_argument(
        "--logs", type=Path, required=True, help="file with lines `log KEY` (C2SP tlog-policy)"
    )
    parser.add_argument(
        "--memory", type=Path, required=True, help="SQLite file of what it has seen; made once"
    )
    parser.add_argument("--listen", default="127.0.0.1:8003", help="address and port (default %(default)s)")


def run(options: argparse.Namespace, say: Callable[[str], object]) -> None:
    """Raises WitnessError."""
    try:
        signer = _signer(options.key, options.name)
        policy = trust.parse(options.logs.read_text("utf-8"))
        host, _, port = options.listen.rpartition(":")
        listening = server(
            Witness(signer, protocol.keys_by_origin(policy.logs), Memory(options.memory)), host, int(port)
        )
    except (NoteWrong, PolicyWrong, OSError, ValueError) as error:
        raise WitnessError(str(error)) from None
    say(f"The witness listens at http://{options.listen}/. The line for a log's policy file:")
    say(f"witness {signer.name.replace(' ', '-')} {signer.verifier.text} http://{options.listen}")
    try:
        listening.serve_forever()
    except KeyboardInterrupt:
        say("The witness has ended.")
    finally:
        listening.server_close()


def _signer(path: Path, name: str | None) -> SignerKey:
    """The key of the file; a new one where there is none. Raises NoteWrong, OSError."""
    if not path.exists():
        if not name:
            raise NoteWrong(f"there is no key in {path}; give --name to make one")
        key = SignerKey.new(name, COSIGNATURE)
        path.touch(0o600, exist_ok=False)
        path.write_text(f"{key.text}\n", "ascii")
    key = SignerKey.from_text(path.read_text("ascii").strip())
    if key.algorithm != COSIGNATURE:
        raise NoteWrong(f"{path} holds the key of a log, not of a witness")
    return key
