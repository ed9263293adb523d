"""Opens a report for a recipient with the passphrases of two keepers, typed one after the other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hotline.management.passphrase import passphrase_of
from hotline.models import Keeper, Recipient, Report
from hotline.services import recovery
from portsec.kernel import clock
from portsec.kernel.errors import NotFound, PortsecError


class Command(BaseCommand):
    help = (
        "Opens a report whose recipients cannot, for another recipient of its hub. Two of three keepers type "
        "their passphrases, or stdin gives two lines. On record with its reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="the report's reference, such as B7KM-94XZ")
        parser.add_argument("--keeper", action="append", default=[], metavar="ACCOUNT", help="twice")
        parser.add_argument("--recipient", required=True, metavar="ACCOUNT", help="who can then read it")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["keeper"]) != 2:
            raise CommandError("Name two keepers.")
        try:
            with transaction.atomic():
                self._recover(*options["keeper"], options)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        self.stdout.write(f"{options['recipient']} can read {options['reference']}.")

    def _recover(self, first: str, second: str, options: dict[str, Any]) -> None:
        report = Report.objects.filter(reference=options["reference"]).first()
        if report is None:
            raise NotFound("report")
        to = Keeper.objects.filter(hub=report.hub, account=second).first()
        recipient = Recipient.objects.filter(
            hub=report.hub, account=options["recipient"], ended_on=None
        ).first()
        if to is None or recipient is None:
            raise NotFound("keeper" if to is None else "recipient")
        now = clock.now()
        recovery.offer(report, to, passphrase_of(first), reason=options["reason"], keeper=first, at=now)
        recovery.recover(report, recipient, passphrase_of(second), keeper=second, at=now)
