"""Brings the database, the reference data and the static files up to date."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.services import role
from hotline.services import door_rights
from portsec import static_files
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError
from screening.services import policy

ACTOR = "system:prepare"


class Command(BaseCommand):
    help = (
        "Migrates, loads policy files, brings role permissions into step and collects static files. "
        "In a demo (DEMO=1) also fills an empty database with a made-up port. Safe to repeat."
    )

    def handle(self, *args: object, **options: object) -> None:
        self._say("migrating the database")
        call_command("migrate", verbosity=0, interactive=False)
        try:
            policy.load_files(actor=ACTOR, at=clock.now())
            role.synchronise_all()
            if settings.HOTLINE_ROLE:
                door_rights.grant(settings.HOTLINE_ROLE, settings.HOTLINE_ROLE_PASSWORD)
            self._say("collecting static files")
            static_files.collect_if_changed(settings.DATA_DIR)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        if settings.DEMO:
            self._say("looking after the demo port")
            call_command("demo", if_empty=True, stdout=self.stderr)
            call_command("demo", sign_ins=True, stdout=self.stdout)

    def _say(self, doing: str) -> None:
        """On stderr: what stands on stdout is shown as the sign-ins."""
        self.stderr.write(f"portsec: {doing} ...", self.style.NOTICE)
