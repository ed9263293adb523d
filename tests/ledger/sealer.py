"""A log of the tests' own: its keys, a witness, and sealing as the sealer's process does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from django.test import override_settings

from ledger import note, trust
from ledger.note import COSIGNATURE, SignerKey
from ledger.selectors import verification
from ledger.selectors.verification import Disagreement, Verified
from ledger.services import log_keys, published, sealing
from ledger.trust import Group, Policy
from ledger.witness import protocol
from ledger.witness.memory import Memory
from ledger.witness.server import Witness, server
from portsec.kernel import clock

LOG = SignerKey("port.example/ledger", note.ED25519, bytes(range(32)))
NEXT = SignerKey("port.example/ledger", note.ED25519, bytes(range(1, 33)))
WITNESS = SignerKey("auditor.example/w1", COSIGNATURE, bytes(range(2, 34)))


@contextmanager
def log_settings(
    place: Path, policy: Policy | None = None, keys: tuple[SignerKey, ...] = (LOG,)
) -> Iterator[None]:
    """The settings of a log whose files lie here."""
    (place / "ledger.key").write_text("".join(f"{key.text}\n" for key in keys))
    (place / "policy").write_text(trust.written(policy or Policy(logs=(LOG.verifier,))))
    with override_settings(
        LEDGER_KEY_FILE=place / "ledger.key",
        LEDGER_POLICY_FILE=place / "policy",
        LEDGER_PUBLISHED_DIR=place / "published",
    ):
        yield


def seal(limit: int = sealing.AT_ONCE, keys: tuple[SignerKey, ...] = (LOG,)) -> int:
    """Seal all that waits, in rounds of at most so many; how many entries."""
    horizon, count = sealing.Horizon(), 0
    while (done := sealing.seal_waiting(keys, horizon, at=clock.now(), limit=limit)) and done.count:
        count += done.count
    return count


def verified() -> Verified:
    return verification.verify(log_keys.policy(), published.published(), lambda *_: None)


def disagreement() -> str:
    """What verification finds first; empty where all agrees."""
    try:
        verified()
    except Disagreement as found:
        return str(found)
    return ""


@contextmanager
def running_witness(place: Path) -> Iterator[tuple[Witness, Policy]]:
    """A witness that listens, and the policy of a log that asks for it."""
    witness = Witness(WITNESS, protocol.keys_by_origin([LOG.verifier]), Memory(place / "seen.sqlite"))
    listening = server(witness, "127.0.0.1", 0)
    thread = Thread(target=listening.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{listening.server_port}"
    named = trust.Witness("auditor", WITNESS.verifier, url)
    policy = Policy((LOG.verifier,), (named,), (Group("all", 1, ("auditor",)),), "all")
    try:
        yield witness, policy
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
