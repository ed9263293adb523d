"""Lets the first person in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.services import port, role, sign_in, user
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError

ACTOR = "system:create_administrator"


class Command(BaseCommand):
    help = (
        "Makes an administrator of a port (and the port, if it is new) and prints the link that sets the "
        "password. On record like everything else; safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--port", required=True, help="UN/LOCODE, such as BEANR")
        parser.add_argument("--port-name", default="", help="name of a port that is new")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            with transaction.atomic():
                where = port.ensure(options["port"], options["port_name"])
                person = User.objects.filter(username=options["username"]).first() or user.create(
                    username=options["username"],
                    display_name=options["username"],
                    password=None,
                    actor=ACTOR,
                    at=now,
                )
                role.give(person, Role.ADMINISTRATOR, where, actor=ACTOR, at=now)
                link = sign_in.invite(person, actor=ACTOR, at=now)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        self.stdout.write(f"{person.username} administers {where.name}. Set the password at: {link}")
