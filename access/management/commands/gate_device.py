"""Plays a gate reader: fetches keys and list, decides about a credential, hands over what it did alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.credential.offline import Advice
from access.credential.presented import Place
from access.credential.queue_file import QueueFile
from access.enums import Direction
from access.gate.facts import AreaFacts
from access.management.enrolment import enrol
from access.management.gate_device import Device, signing_key
from access.management.reader_trust import TrustFiles, refreshed
from access.management.service_link import ServiceLink
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, PortsecError


class Command(BaseCommand):
    help = (
        "Plays a gate reader. `enrol` makes its key and turns a code into its token; `refresh` fetches the "
        "published keys and the status list; `present` decides about a credential, by the service where it "
        "answers and else alone, and keeps what it decided alone in a signed queue; `upload` hands that "
        "queue over, in order and never twice. Uses no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True, metavar="enrol|refresh|present|upload")
        enrol = steps.add_parser("enrol", help="enrol with a code that was shown once")
        refresh = steps.add_parser("refresh", help="fetch keys and status list")
        present = steps.add_parser("present", help="decide about a credential")
        upload = steps.add_parser("upload", help="hand over the queue")
        enrol.add_argument("code", help="the code")
        enrol.add_argument("--dir", metavar="DIR", type=Path, required=True, help="where its files are kept")
        _add_service(enrol, required=True)
        _add_service(refresh, required=True)
        _add_service(present, required=False)
        _add_service(upload, required=True)
        for step in (refresh, present):
            _add_trust(step)
        for step in (present, upload):
            _add_queue(step)
        _add_place(present)

    def handle(self, *args: Any, **options: Any) -> None:
        steps = {
            "enrol": self._enrol,
            "refresh": self._refresh,
            "present": self._present,
            "upload": self._upload,
        }
        try:
            steps[options["step"]](options)
        except PortsecError as error:
            raise CommandError(error.detail) from None
        except OSError as error:
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror or error}") from None

    def _enrol(self, options: dict[str, Any]) -> None:
        self._print(enrol(options["code"], _link(options), options["dir"]))

    def _refresh(self, options: dict[str, Any]) -> None:
        files = _files(options)
        trust = refreshed(files.read(), _link(options), uri=files.uri, at=clock.now())
        files.write(trust)
        issued = trust.held.issued
        self._print(
            {
                "keys": len(trust.keys.keys),
                "list_issued_at": issued.issued_at.isoformat() if issued else None,
                "isps_level": issued.isps_level if issued else None,
                "time_to_live": int(issued.time_to_live.total_seconds()) if issued else None,
                "clock_offset": trust.clock_offset,
            }
        )
        if trust.held.forged or trust.held.rolled_back:
            raise CommandError("The status list offered is forged or older than the one at hand.")

    def _present(self, options: dict[str, Any]) -> None:
        credential, guard = options["credential"], options["guard"]
        with _queue(options) as queue:
            device = Device(
                code=options["reader"],
                place=_place(options),
                trust=_files(options).read(),
                queue=queue,
                link=_link(options) if options["server"] and not options["offline"] else None,
                declared_degraded=options["degraded"],
            )
            outcome = device.present(
                credential,
                nonce=options["nonce"],
                guard=Advice(guard) if guard else None,
                at=clock.now(),
            )
        self._print(outcome.as_dict())

    def _upload(self, options: dict[str, Any]) -> None:
        link, reader = _link(options), options["reader"]
        with _queue(options) as queue:
            pass  # read and mended; sending needs no hold on it, and the gate must not wait for the network
        count = queue.upload(lambda links: link.hand_over(reader, [each.line for each in links]))
        self._print({"sent": count, "entries": len(queue.links), "torn_bytes": queue.torn})

    def _print(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said))


def _add_service(step: CommandParser, *, required: bool) -> None:
    step.add_argument("--server", metavar="URL", required=required, help="address of the service")
    step.add_argument("--token-file", metavar="FILE", type=Path, help="file with the token of this device")


def _add_trust(step: CommandParser) -> None:
    step.add_argument("--keys", metavar="FILE", type=Path, required=True, help="published keys, a JWK set")
    step.add_argument("--list", metavar="FILE", type=Path, required=True, help="where the list is kept")
    step.add_argument("--list-uri", metavar="URI", required=True, help="address of the status list in badges")


def _add_queue(step: CommandParser) -> None:
    step.add_argument("--reader", metavar="CODE", required=True, help="code of this reader")
    step.add_argument("--key", metavar="FILE", type=Path, required=True, help="own Ed25519 key, PEM")
    step.add_argument("--queue", metavar="FILE", type=Path, required=True, help="where the queue is kept")


def _add_place(step: CommandParser) -> None:
    step.add_argument("credential", help="text of the QR code, PB1:…")
    step.add_argument("--port", metavar="LOCODE", required=True, help="UN/LOCODE that badges are for")
    step.add_argument("--area", metavar="CODE", help="area that this reader leads to")
    step.add_argument(
        "--within", metavar="CODE", action="append", default=[], help="an area around it; repeat"
    )
    step.add_argument("--level", type=int, choices=range(4), default=1, help="clearance level of the area")
    step.add_argument("--direction", choices=[word.value for word in Direction], default=Direction.IN.value)
    step.add_argument("--nonce", default="", help="number of the attempt; the same one gets the same answer")
    step.add_argument("--offline", action="store_true", help="do not ask the service")
    step.add_argument("--degraded", action="store_true", help="somebody has declared the site cut off")
    step.add_argument("--guard", choices=["grant", "refuse"], help="what the person asked says")


def _link(options: dict[str, Any]) -> ServiceLink:
    file: Path | None = options["token_file"]
    return ServiceLink(options["server"], token=file.read_text("utf-8").strip() if file else "")


def _files(options: dict[str, Any]) -> TrustFiles:
    return TrustFiles(options["keys"], options["list"], options["list_uri"])


def _queue(options: dict[str, Any]) -> QueueFile:
    return QueueFile(options["queue"], reader=options["reader"], key=signing_key(options["key"]))


def _place(options: dict[str, Any]) -> Place:
    if options["within"] and not options["area"]:
        raise InvalidInput("Areas around an area need --area.")
    area = AreaFacts(options["area"], tuple(options["within"]), options["level"]) if options["area"] else None
    direction = Direction(options["direction"])
    return Place(options["port"], area, direction, is_exit=direction is Direction.OUT)
