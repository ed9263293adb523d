"""What a gate, or a look-up, would answer now, with all its reasons and without a trace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from access.enums import FieldClass
from access.gate.answer import screen_text
from access.look_up_facts.asked import Asked
from access.management.options import add_port, moment, port_named
from access.models import Area
from access.need_to_know.decide import decide
from access.selectors.look_up import gathered
from access.selectors.what_if import Outcome, WhatIf, holder_named, outcome
from accounts.models import Port
from portsec.kernel import clock


class Command(BaseCommand):
    help = (
        "Says what an area would answer to a person, or what a look-up of logistics data would be answered, "
        "with all reasons. Nothing of it is recorded as an attempt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_port(parser)
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--person", metavar="P", help="number of a person or of a badge")
        who.add_argument("--account", metavar="U", help="name of an account")
        parser.add_argument("--area", metavar="A", help="code of the area, with --person")
        parser.add_argument("--object", metavar="O", help="number of a container, with --account")
        parser.add_argument(
            "--field",
            metavar="F",
            choices=[one.value for one in FieldClass],
            help="class of the field: S0 to S3",
        )
        parser.add_argument("--purpose", metavar="P", default="", help="what the look-up is for")
        parser.add_argument("--at", type=moment, metavar="T", help="ISO 8601 with offset; empty is now")

    def handle(self, *args: Any, **options: Any) -> None:
        port = port_named(options["port"])
        options["at"] = options["at"] or clock.now()
        asks_gate = options["person"] is not None
        missing = [name for name in (("area",) if asks_gate else ("object", "field")) if not options[name]]
        if missing:
            raise CommandError(f"Say also --{' and --'.join(missing)}.")
        self.stdout.write(_at_gate(port, options) if asks_gate else _of_data(port, options))


def _at_gate(port: Port, options: dict[str, Any]) -> str:
    area = Area.objects.filter(port=port, code=options["area"]).first()
    if area is None:
        raise CommandError(f"There is no area {options['area']} at {port.locode}.")
    holder = holder_named(options["person"], port.pk)
    if holder is None:
        raise CommandError(f"There is no person and no badge {options['person']} at {port.locode}.")
    return _told(outcome(WhatIf(holder=holder, place=area, at=options["at"])))


def _told(found: Outcome) -> str:
    """The answer, then each change that a grant needs, then from when waiting is enough."""
    lines = [screen_text(found.verdict)]
    lines += [f"To change {change.code}: {change.sentence}" for change in found.changes]
    if found.earliest is not None:
        lines.append(f"From {timezone.localtime(found.earliest):%Y-%m-%d %H:%M} waiting is enough.")
    return "\n".join(lines)


def _of_data(port: Port, options: dict[str, Any]) -> str:
    asked = Asked(
        port=port.pk,
        at=options["at"],
        zone=settings.ZONE,
        subject_type="account",
        subject=options["account"],
        object=options["object"],
        field_class=FieldClass(options["field"]),
        purpose=options["purpose"],
    )
    decision = decide(gathered(asked).facts)
    word = "Shown" if decision.verdict.allowed else "Refused"
    explained = [f"Explained by {decision.explanation.code}."] if decision.explanation else []
    changes = [f"To change it: {hint}" for hint in decision.would_change]
    return "\n".join([word, *(reason.detail for reason in decision.verdict.reasons), *explained, *changes])
