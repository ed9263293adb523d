"""Changes the secret that release codes are sealed with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.services import release_code
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError

ACTOR = "system:rotate_code_secret"


class Command(BaseCommand):
    help = (
        "Makes a new secret for release codes and seals anew every code that was not shown yet. Earlier "
        "secrets stay in CREDENTIAL_KEY_DIR and go on opening what they sealed; --forget deletes them once "
        "nothing waits under them. Run it as the service's own user, while the service runs or not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forget", action="store_true", help="then delete the earlier secrets")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            resealed = release_code.rotate_secret(actor=ACTOR, at=clock.now())
            self.stdout.write(f"A new secret seals release codes; {resealed} were sealed anew.")
            if options["forget"]:
                gone = release_code.forget_old_secrets(actor=ACTOR, at=clock.now())
                self.stdout.write(f"{gone} earlier secrets were deleted.")
        except PortsecError as error:
            raise CommandError(error.detail) from None
