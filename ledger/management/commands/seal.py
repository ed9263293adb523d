"""Runs the sealer: the one process that holds the ledger's signing key."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from ledger.note import SignerKey
from ledger.selectors.tree import largest_cosigned
from ledger.services import cosigning, log_keys, published, sealing
from ledger.services.cosigning import Standing
from ledger.trust import Witness
from ledger.witness.client import WitnessSilent
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError

PAUSE: Final = 0.4  # seconds between two rounds with little to do: lag stays below a second
AFTER_TROUBLE: Final = 5.0  # seconds until the database or a witness is asked again
HEARTBEAT: Final = "sealer-alive"

logger = logging.getLogger("portsec.sealer")


class Command(BaseCommand):
    help = (
        "Seals the ledger until it is ended: gives entries their order, signs checkpoints with "
        "LEDGER_KEY_FILE at least once a second while there is work, and asks the witnesses of "
        "LEDGER_POLICY_FILE to cosign. Two at once are safe."
    )

    requires_system_checks: list[str] = []  # they load every page; `prepare` has made them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what waits, ask each witness, and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self._ending = threading.Event()
        try:
            keys, policy = log_keys.signers(), log_keys.policy()
            asked = [each for each in policy.witnesses if each.url]
            sealing.require_as_published(largest=max(published.largest(), largest_cosigned()))
            self._ask_all(asked)  # before anything is sealed: whoever has seen more than we have refuses here
            if once:
                self._once(keys, asked)
                return
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: self._ending.set())
            threads = [threading.Thread(target=self._ask, args=(each,)) for each in asked]
            for thread in threads:
                thread.start()
            try:
                self._seal(keys)
            finally:
                self._ending.set()
                for thread in threads:
                    thread.join()
        except PortsecError as error:
            raise CommandError(error.detail) from None

    def _once(self, keys: tuple[SignerKey, ...], asked: list[Witness]) -> None:
        horizon, count = sealing.Horizon(), 0
        while (done := sealing.seal_waiting(keys, horizon, at=clock.now())) and done.count:
            count += done.count
        silent = self._ask_all(asked)
        if silent:
            raise CommandError("; ".join(silent))
        self.stdout.write(f"{count:,} entries sealed, {len(asked)} witnesses asked.")

    def _ask_all(self, asked: list[Witness]) -> list[str]:
        """Ask each witness once, and return what is to be said of the silent ones."""
        silent = []
        for witness in asked:
            try:
                cosigning.cosign(Standing(witness))
            except WitnessSilent as error:
                silent.append(str(error))
        return silent

    def _seal(self, keys: tuple[SignerKey, ...]) -> None:
        """Round after round; without a pause while there is more than one round can take."""
        horizon, heartbeat = sealing.Horizon(), settings.DATA_DIR / HEARTBEAT
        while not self._ending.is_set():
            heartbeat.touch()
            try:
                done = sealing.seal_waiting(keys, horizon, at=clock.now())
            except DatabaseError:
                logger.exception("sealing: the database does not answer")
                connection.close()
                horizon = sealing.Horizon()
                self._ending.wait(AFTER_TROUBLE)
                continue
            if done is None or done.count < sealing.AT_ONCE:
                self._ending.wait(PAUSE)

    def _ask(self, witness: Witness) -> None:
        """In a thread of its own: a silent witness holds nobody up."""
        standing = Standing(witness)
        while not self._ending.is_set():
            pause = PAUSE
            try:
                cosigning.cosign(standing)
            except WitnessSilent as error:
                logger.warning("witness silent", extra={"witness": witness.name, "reason": str(error)})
                pause = AFTER_TROUBLE
            except (PortsecError, DatabaseError) as error:  # tried again: a person has to look
                logger.error("witness refused", extra={"witness": witness.name, "reason": str(error)})
                pause = AFTER_TROUBLE
                connection.close_if_unusable_or_obsolete()
            self._ending.wait(pause)
        connection.close()
