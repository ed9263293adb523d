"""Recomputes the whole record."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from ledger.note import NoteWrong
from ledger.selectors import verification
from ledger.selectors.verification import Disagreement, Verified
from ledger.services import log_keys, published
from portsec.interface.progress import Progress
from portsec.kernel.errors import PortsecError


class Command(BaseCommand):
    help = (
        "Recomputes every entry, leaf, stored hash, checkpoint and cosignature, and compares them with the "
        "checkpoints that were published outside the database. Ends with status 1 and the first disagreement."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Progress(self.stderr) as progress:
                done = self._verify(progress)
        except Disagreement as found:
            raise CommandError(str(found)) from None
        except NoteWrong as error:
            raise CommandError(f"The published list cannot be read: {error}.") from None
        except PortsecError as error:
            raise CommandError(error.detail) from None
        self.stdout.write(
            f"{done.entries:,} sealed entries agree with {done.checkpoints:,} checkpoints, "
            f"{done.published:,} of them published outside, and {done.cosignatures:,} cosignatures; "
            f"{done.waiting:,} entries wait for their seal."
        )

    def _verify(self, progress: Progress) -> Verified:
        policy = log_keys.policy()
        with transaction.atomic():
            if not connection.savepoint_ids:
                with connection.cursor() as cursor:  # one moment of the tables, while the sealer goes on
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return verification.verify(policy, published.published(), progress)
