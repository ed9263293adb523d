"""Brings the database, the reference data and the static files up to date."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.services import role
from portsec import static_files
from portsec.kernel import clock
from screening.services import policy

ACTOR = "system:prepare"


class Command(BaseCommand):
    help = (
        "Migrates, loads policy files, brings role permissions into step and collects static files. "
        "In a demo (DEMO=1) also fills an empty database with a made-up port. Safe to repeat."
    )

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        policy.load_files(actor=ACTOR, at=clock.now())
        role.synchronise_all()
        static_files.collect_if_changed(settings.DATA_DIR)
        if settings.DEMO:
            call_command("demo", if_empty=True, stdout=self.stdout)
            call_command("demo", sign_ins=True, stdout=self.stdout)
