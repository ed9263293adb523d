"""Opens the hotline of a port: the three keepers type their passphrases, one after the other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Port
from hotline.campaigning.wording import languages
from hotline.management.passphrase import passphrase_of
from hotline.models import Hub
from hotline.services import hub as hubs
from hotline.services import recovery
from hotline.services.recovery import NewKeeper
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError

ACTOR = "system:open_hotline"


class Command(BaseCommand):
    help = (
        "Prepares the hotline of a port, makes its recovery key in three parts, opens it. Each keeper types "
        "a passphrase, or stdin gives three lines. Safe to repeat: a recovery key is made once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("port", help="UN/LOCODE, such as BEANR")
        parser.add_argument("--keeper", action="append", default=[], metavar="ACCOUNT", help="three times")
        parser.add_argument("--sister", default="", help="UN/LOCODE of the hub that hears of what is overdue")
        parser.add_argument("--kept-days", type=int, default=90, help="how long a closed report is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        port = Port.objects.filter(locode=options["port"]).first()
        if port is None:
            raise CommandError(f"There is no port {options['port']}.")
        try:
            with transaction.atomic():
                made = self._open(port, options)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        self.stdout.write(f"The hotline of {made.name} is open. Its recipients enrol themselves at the desk.")

    def _open(self, port: Port, options: dict[str, Any]) -> Hub:
        now = clock.now()
        made = hubs.set_up(
            port,
            list(languages()),
            sister=options["sister"],
            kept_days=options["kept_days"],
            actor=ACTOR,
            at=now,
        )
        if not made.recovery_key:
            keepers = [NewKeeper(name, name, passphrase_of(name)) for name in options["keeper"]]
            made = recovery.set_up(made, keepers, actor=ACTOR, at=now)
        return made if made.is_open else hubs.open_hub(made, actor=ACTOR, at=now)
