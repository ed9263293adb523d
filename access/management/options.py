"""Options that several commands take: which port, which moments."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime

from django.core.management.base import CommandError, CommandParser

from access.port_directory import cells
from accounts.models import Port
from portsec.kernel.errors import InvalidInput


def add_port(parser: CommandParser) -> None:
    parser.add_argument(
        "--port", metavar="LOCODE", help="the UN/LOCODE of the port; not needed where there is only one"
    )


def port_named(locode: str | None) -> Port:
    """The port of that code, or the only one. Raises CommandError when there is none or a choice."""
    ports = list(Port.objects.order_by("locode"))
    found = [port for port in ports if locode in (None, port.locode)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(port.locode for port in ports) or "none"
    if locode is None:
        raise CommandError(f"Say which port with --port LOCODE; known: {known}.")
    raise CommandError(f"There is no port {locode}; known: {known}.")


def moment(text: str) -> datetime:
    """An ISO 8601 time with offset."""
    try:
        found: date | datetime = cells.MOMENT.read(text)
    except InvalidInput as error:
        raise ArgumentTypeError(error.detail) from None
    assert isinstance(found, datetime)  # noqa: S101
    return found
