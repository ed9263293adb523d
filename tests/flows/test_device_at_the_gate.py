"""A device at a gate, over real HTTP: enrolled, cut off, and refusing a revoked badge by the list alone."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from access.credential.keys import from_jwk_set
from access.credential.status_list import CredentialStatus
from access.credential.status_token import from_jwt
from access.enums import BadgeEvent
from access.management.reader_trust import TrustFiles
from access.management.service_link import ServiceLink
from access.models import Credential, GateEvent, Reader, StatusList
from access.selectors.credential_key import published_keys
from access.services import badge, credential, signing_key, status_list
from portsec.kernel import clock
from screening.services import clearance
from tests.access.management.commands import printed
from tests.flows.conftest import Worker, wait_for
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

VISIBLE_WITHIN = 5.0  # seconds from a revocation to a list that says so, with a worker


class Gate:
    """A device with its directory, and the steps as whoever stands there types them."""

    def __init__(self, made: Scenario, server: str, directory: Path) -> None:
        self.made, self.server, self.directory = made, server, directory
        self.said: dict[str, Any] = {}

    def enrol(self) -> dict[str, Any]:
        page = SignIn(Client())(self.made.cast.sven).post(f"/gates/devices/{self.made.reader.pk}/code/")
        code = re.search(r'value="([A-Z2-7]{4}(?:-[A-Z2-7]{4})+)"', page.content.decode())
        assert code is not None, page.content.decode()
        self.said = self.run("enrol", code.group(1), "--dir", self.directory, "--server", self.server)
        return self.said

    def refresh(self) -> dict[str, Any]:
        return self.run("refresh", *self.service(), *self.trust())

    def present(self, text: str, *more: str, online: bool = False) -> dict[str, Any]:
        place = ("--port", self.said["port"], "--area", self.made.area.code)
        service = self.service() if online else ()
        return self.run("present", text, *service, *self.trust(), *self.own(), *place, *more)

    def upload(self) -> dict[str, Any]:
        return self.run("upload", *self.service(), *self.own())

    def service(self) -> tuple[Any, ...]:
        return ("--server", self.server, "--token-file", self.said["token"])

    def trust(self) -> tuple[Any, ...]:
        held = self.directory / "list.json"
        return ("--keys", self.said["keys.json"], "--list", held, "--list-uri", self.said["status_list"])

    def own(self) -> tuple[Any, ...]:
        queue = self.directory / "queue"
        return ("--reader", self.said["reader"], "--key", self.said["device.pem"], "--queue", queue)

    def run(self, *words: object) -> dict[str, Any]:
        out, _ = printed("gate_device", *words)
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def gate(made: Scenario, live_server: LiveServer, tmp_path: Path) -> Gate:
    status_list.publish(made.port, at=clock.now())  # as beat sees to
    return Gate(made, live_server.url, tmp_path / "device")


def card(made: Scenario) -> tuple[Credential, str]:
    row = credential.newest(made.badge)
    assert row is not None
    return row, credential.again(row).qr_text


def codes(said: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in said["reasons"]]


def listed_status(made: Scenario, row: Credential, server: str) -> CredentialStatus:
    """What anybody who fetches the list is told."""
    answer = ServiceLink(server).status_list(row.status_list.uri)
    keys = published_keys(made.port, at=clock.now())
    assert keys is not None
    return from_jwt(answer.body.decode(), keys, uri=row.status_list.uri).statuses.status(row.status_index)


def test_device_when_cut_off_then_goes_by_the_list_and_hands_over_later(
    gate: Gate, made: Scenario, worker: Worker
) -> None:
    row, text = card(made)
    assert gate.enrol()["reader"] == made.reader.code
    assert gate.refresh()["isps_level"] == 1
    assert gate.present(text)["decision"] == "grant"
    told = gate.present(text, "--direction", "out", online=True)
    assert (told["decision"], told["online"]) == ("grant", True)

    now = clock.now()
    badge.change_state(made.badge, BadgeEvent.REVOKE, reason="So.", **made.cast.carol.acts(now))
    began = time.monotonic()
    wait_for(
        lambda: listed_status(made, row, gate.server) is CredentialStatus.INVALID,
        "the revocation to be listed",
        seconds=VISIBLE_WITHIN,
    )
    assert time.monotonic() - began < VISIBLE_WITHIN

    gate.refresh()
    refused = gate.present(text)
    assert (refused["decision"], codes(refused)[0], refused["online"]) == (
        "refuse",
        "credential_invalid",
        False,
    )
    assert gate.upload()["sent"] == 2
    assert gate.upload()["sent"] == 0
    queued = GateEvent.objects.filter(source=f"queue:{made.reader.code}").order_by("number")
    assert [(event.badge, event.result) for event in queued] == [
        (made.badge, "granted"),
        (made.badge, "refused"),
    ]
    reader = Reader.objects.get(pk=made.reader.pk)
    newest = StatusList.objects.get(port=made.port).issued_at
    assert (reader.queue_next, reader.list_issued_at) == (2, newest)


def test_clearance_when_suspended_then_listed_within_seconds(
    gate: Gate, made: Scenario, worker: Worker, now: datetime
) -> None:
    row, _ = card(made)
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    wait_for(
        lambda: listed_status(made, row, gate.server) is CredentialStatus.SUSPENDED,
        "the suspension to be listed",
        seconds=VISIBLE_WITHIN,
    )


def test_device_when_the_key_was_rotated_then_it_follows_by_itself(gate: Gate, made: Scenario) -> None:
    gate.enrol()
    gate.refresh()
    former = TrustFiles(
        Path(gate.said["keys.json"]), gate.directory / "list.json", gate.said["status_list"]
    ).read()
    signing_key.rotate(made.port, **made.cast.sven.acts(clock.now()))
    signed = credential.sign_for(made.badge, at=clock.now())
    assert codes(gate.present(signed.qr_text)) == ["credential_key_unknown"]
    assert gate.refresh()["keys"] == 2
    assert gate.present(signed.qr_text)["decision"] == "grant"
    held = from_jwk_set(Path(gate.said["keys.json"]).read_bytes())
    assert len(held.keys) == len(former.keys.keys) + 1


def test_code_when_used_before_then_the_command_says_so(gate: Gate, made: Scenario) -> None:
    gate.enrol()
    with pytest.raises(Exception, match="No such enrolment code"):
        gate.run("enrol", "AAAA-BBBB", "--dir", gate.directory, "--server", gate.server)
