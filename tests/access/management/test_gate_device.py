"""The gate device by its command: online, cut off, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from access.credential.base45 import to_text
from access.credential.key_publication import publish
from access.credential.keys import from_jwk_set, to_jwk_set
from access.credential.passage_chain import Entry
from access.credential.status_list import CredentialStatus
from access.credential.status_token import to_jwt
from portsec.kernel import clock
from tests.access.credential.issuer import ERIN, ISSUER, KEYS, LIST_URI, PORT, credential, key, listed, pem
from tests.access.management.commands import printed
from tests.access.management.gate_service import TOKEN, GateService, running
from tests.moment import port_now

pytestmark = pytest.mark.unit

DEVICE = key(5)
READER = "GATE-1"
HOUR = timedelta(hours=1)


class Desk:
    """A device with its files, beside a service, and the steps as its user types them."""

    def __init__(self, directory: Path, service: GateService) -> None:
        self.service = service
        self.keys, self.list, self.queue = (directory / name for name in ("keys", "list", "queue"))
        self.key, self.token = directory / "key.pem", directory / "token"
        self.keys.write_text(json.dumps(to_jwk_set(KEYS)))
        self.key.write_bytes(pem(DEVICE))
        self.token.write_text(f"{TOKEN}\n")

    def refresh(self) -> dict[str, Any]:
        return self._run("refresh", *self._service(), *self._trust())

    def present(self, text: str, *more: str, online: bool = False) -> dict[str, Any]:
        service = self._service() if online else []
        place = ["--port", PORT, "--area", "BLOCK", "--within", "TERMINAL"]
        return self._run("present", text, *service, *self._trust(), *self._own(), *place, *more)

    def upload(self) -> dict[str, Any]:
        return self._run("upload", *self._service(), *self._own())

    def _service(self) -> list[str]:
        return ["--server", self.service.url, "--token-file", str(self.token)]

    def _trust(self) -> list[str]:
        return ["--keys", str(self.keys), "--list", str(self.list), "--list-uri", LIST_URI]

    def _own(self) -> list[str]:
        return ["--reader", READER, "--key", str(self.key), "--queue", str(self.queue)]

    def _run(self, *words: str) -> dict[str, Any]:
        out, err = printed("gate_device", *words)
        assert err == ""
        said: dict[str, Any] = json.loads(out)
        return said


def erin(at: datetime, **other: Any) -> str:
    """The text of Erin's QR code, issued an hour before."""
    start = at.replace(microsecond=0) - HOUR
    times = {"issued_at": start, "not_before": start, "expires": start + timedelta(days=20)}
    return to_text(credential(**times | other))


def list_of(status: CredentialStatus = CredentialStatus.VALID, *, at: datetime, **other: Any) -> str:
    return to_jwt(listed(status, at=at, **other), ISSUER)


@pytest.fixture
def now() -> datetime:
    return port_now()


@pytest.fixture
def service(now: datetime) -> Iterator[GateService]:
    made = GateService(READER, DEVICE.public)
    made.keys_token = publish(KEYS, ISSUER)
    made.list_token = list_of(at=now - timedelta(minutes=1))
    with running(made):
        yield made


@pytest.fixture
def desk(tmp_path: Path, service: GateService) -> Desk:
    return Desk(tmp_path, service)


def codes(said: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in said["reasons"]]


def test_refresh_when_the_service_answers_then_keys_and_list_are_kept(desk: Desk) -> None:
    said = desk.refresh()
    assert (said["keys"], said["isps_level"], said["time_to_live"]) == (1, 1, 900)
    assert abs(said["clock_offset"]) <= 2
    assert json.loads(desk.list.read_text())["token"] == desk.service.list_token


def test_refresh_when_the_keys_rotate_then_followed(desk: Desk, now: datetime) -> None:
    rotated = KEYS.rotated(key(2).public, at=now - timedelta(minutes=2))
    desk.service.keys_token = publish(rotated, ISSUER)
    desk.service.list_token = to_jwt(listed(at=now), key(2))
    assert desk.refresh()["keys"] == 2
    assert from_jwk_set(desk.keys.read_text()) == rotated
    assert desk.present(erin(now))["decision"] == "grant"


def test_refresh_when_the_keys_vouch_for_themselves_then_fails_and_nothing_changes(desk: Desk) -> None:
    before = desk.keys.read_text()
    desk.service.keys_token = publish(KEYS.rotated(key(9).public, at=clock.now()), key(9))
    with pytest.raises(CommandError, match="No published key has this id"):
        desk.refresh()
    assert desk.keys.read_text() == before


@pytest.mark.parametrize("bad", ["forged", "rolled_back"])
def test_refresh_when_the_list_is_bad_then_fails_and_a_person_is_asked_until_it_is_good(
    desk: Desk, now: datetime, bad: str
) -> None:
    desk.refresh()
    forged = to_jwt(listed(at=now), key(9))
    desk.service.list_token = forged if bad == "forged" else list_of(at=now - 5 * HOUR)
    with pytest.raises(CommandError, match="forged or older"):
        desk.refresh()
    assert codes(desk.present(erin(now))) == [f"status_list_{bad}"]
    desk.service.list_token = list_of(at=now)
    desk.refresh()
    assert desk.present(erin(now), "--nonce", "later")["decision"] == "grant"


def test_refresh_when_the_service_is_down_then_fails_in_one_line(desk: Desk) -> None:
    desk.service.down = True
    with pytest.raises(CommandError, match=r"^The service is in trouble \(status 503\)\.$"):
        desk.refresh()
    assert not desk.list.exists()


@pytest.mark.parametrize(("missing", "said"), [("keys_token", "no keys"), ("list_token", "no status list")])
def test_refresh_when_something_is_missing_then_fails(desk: Desk, missing: str, said: str) -> None:
    setattr(desk.service, missing, "")
    with pytest.raises(CommandError, match=f"gives {said}"):
        desk.refresh()


def test_present_when_online_then_the_service_decides_and_nothing_waits(desk: Desk, now: datetime) -> None:
    desk.refresh()
    said = desk.present(erin(now), "--nonce", "n-1", online=True)
    assert (said["decision"], said["online"], codes(said)) == ("grant", True, [])
    (sent,) = desk.service.attempts
    assert (sent["reader"], sent["direction"], sent["nonce"]) == (READER, "in", "n-1")
    assert sent["credential"] == erin(now)
    assert desk.upload()["entries"] == 0


def test_present_when_the_service_refuses_then_its_reasons(desk: Desk, now: datetime) -> None:
    desk.refresh()
    reason = {"code": "clearance_suspended", "detail": "The clearance is suspended at present."}
    desk.service.answer = {"decision": "refuse", "reasons": [reason], "receipt": "r"}
    said = desk.present(erin(now), online=True)
    assert (said["decision"], said["reasons"]) == ("refuse", [reason])


@pytest.mark.parametrize("status", [400, 401, 404])
def test_present_when_the_service_does_not_take_the_attempt_then_refused(
    desk: Desk, now: datetime, status: int
) -> None:
    desk.refresh()
    desk.service.status, desk.service.answer = status, {"code": "x", "detail": "Not you."}
    said = desk.present(erin(now), online=True)
    assert (said["decision"], codes(said)) == ("refuse", ["service_refused"])


@pytest.mark.parametrize("answer", [{}, {"decision": "maybe"}, {"decision": "refuse", "reasons": [1]}])
def test_present_when_the_service_answers_nonsense_then_refused(
    desk: Desk, now: datetime, answer: dict[str, Any]
) -> None:
    desk.refresh()
    desk.service.answer = answer
    assert desk.present(erin(now), online=True)["decision"] == "refuse"


@pytest.mark.parametrize("trouble", ["down", "garbled"])
def test_present_when_the_service_is_in_trouble_then_decided_alone_and_kept(
    desk: Desk, now: datetime, trouble: str
) -> None:
    desk.refresh()
    setattr(desk.service, trouble, True)
    said = desk.present(erin(now), "--nonce", "n-1", online=True)
    assert (said["decision"], said["online"]) == ("grant", False)
    setattr(desk.service, trouble, False)
    assert desk.upload() == {"sent": 1, "entries": 1, "torn_bytes": 0}
    (kept,) = desk.service.passages
    assert (kept.nonce, kept.pseudonym, kept.decision, kept.decided_by) == ("n-1", ERIN, "grant", "reader")


def test_present_when_nobody_listens_then_decided_alone(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.service.url = "http://127.0.0.1:9"
    assert desk.present(erin(now), online=True)["online"] is False


@pytest.mark.parametrize(
    ("status", "decision", "reason"),
    [
        (CredentialStatus.INVALID, "refuse", "credential_invalid"),
        (CredentialStatus.SUSPENDED, "refuse", "credential_suspended"),
        (CredentialStatus.ESCORT_ONLY, "ask", "credential_escort_only"),
    ],
)
def test_present_when_cut_off_after_a_change_of_standing_then_it_counts(
    desk: Desk, now: datetime, status: CredentialStatus, decision: str, reason: str
) -> None:
    desk.service.list_token = list_of(status, at=now)
    desk.refresh()
    said = desk.present(erin(now))
    assert (said["decision"], codes(said)) == (decision, [reason])


def test_present_when_revoked_in_the_list_and_the_service_grants_then_refused_and_told(
    desk: Desk, now: datetime
) -> None:
    desk.service.list_token = list_of(CredentialStatus.INVALID, at=now)
    desk.refresh()
    assert desk.present(erin(now), online=True)["decision"] == "refuse"
    desk.upload()
    assert desk.service.passages[0].reasons == ("credential_invalid",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "credential_malformed"),
        ("nonsense", "credential_malformed"),
        ("PB1:BB8", "credential_malformed"),
        ("PB1:" + "A" * 5000, "credential_malformed"),
    ],
)
def test_present_when_the_credential_is_unknown_then_refused_and_kept(
    desk: Desk, text: str, code: str
) -> None:
    desk.refresh()
    said = desk.present(text)
    assert (said["decision"], codes(said)) == ("refuse", [code])
    desk.upload()
    assert desk.service.passages[0].pseudonym == ""


def test_present_when_signed_by_a_key_unknown_then_refused(desk: Desk, now: datetime) -> None:
    desk.refresh()
    start = now.replace(microsecond=0) - HOUR
    times = {"issued_at": start, "not_before": start, "expires": start + HOUR * 9}
    said = desk.present(to_text(credential(key(9), **times)))
    assert codes(said) == ["credential_key_unknown"]


def test_present_when_the_nonce_comes_again_then_the_first_outcome(desk: Desk, now: datetime) -> None:
    desk.refresh()
    first = desk.present(erin(now), "--nonce", "n-1")
    again = desk.present(erin(now), "--nonce", "n-1")
    assert again == first | {"repeated": True}
    assert desk.upload()["entries"] == 1


def test_present_when_a_nonce_is_replayed_with_another_badge_then_refused(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.present(erin(now), "--nonce", "n-1")
    said = desk.present(erin(now, pseudonym="somebody-else"), "--nonce", "n-1")
    assert said["decision"] == "refuse"
    assert "nonce_replayed" in codes(said)
    desk.upload()
    assert [kept.nonce for kept in desk.service.passages] == ["n-1", said["nonce"]]
    assert said["nonce"] != "n-1"


def test_present_when_two_badges_claim_one_place_then_a_person_is_asked(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.present(erin(now))
    said = desk.present(erin(now, pseudonym="somebody-else"))
    assert (said["decision"], codes(said)) == ("ask", ["status_index_reused"])


def test_present_when_the_badge_is_handed_back_then_a_person_is_asked(desk: Desk, now: datetime) -> None:
    desk.refresh()
    assert desk.present(erin(now))["decision"] == "grant"
    assert codes(desk.present(erin(now))) == ["presented_again"]
    assert desk.present(erin(now), "--direction", "out")["decision"] == "grant"


def test_present_when_a_person_was_asked_then_what_they_said_is_kept(desk: Desk, now: datetime) -> None:
    desk.service.list_token = list_of(CredentialStatus.ESCORT_ONLY, at=now)
    desk.refresh()
    assert desk.present(erin(now), "--guard", "grant")["decision"] == "grant"
    desk.upload()
    kept = desk.service.passages[0]
    assert (kept.decision, kept.decided_by, kept.reasons) == ("grant", "guard", ("credential_escort_only",))


def test_present_when_refused_then_no_person_overrides(desk: Desk, now: datetime) -> None:
    desk.service.list_token = list_of(CredentialStatus.INVALID, at=now)
    desk.refresh()
    assert desk.present(erin(now), "--guard", "grant")["decision"] == "refuse"


def test_present_when_the_list_is_old_then_asked_unless_declared_cut_off(desk: Desk, now: datetime) -> None:
    desk.service.list_token = list_of(at=now - HOUR)
    desk.refresh()
    assert codes(desk.present(erin(now))) == ["status_list_too_old"]
    assert desk.present(erin(now), "--degraded")["decision"] == "grant"
    assert codes(desk.present(erin(now), "--degraded", "--level", "3")) == [
        "presented_again",
        "status_list_too_old",
    ]
    desk.upload()
    assert [kept.declared_degraded for kept in desk.service.passages] == [False, True, True]


def test_present_when_the_clock_is_an_hour_slow_then_asked_alone_and_right_online(
    desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.refresh()
    monkeypatch.setattr(clock, "now", lambda: now - HOUR)
    assert "clock_behind" in codes(desk.present(erin(now)))
    said = desk.present(erin(now), online=True)
    assert (said["decision"], codes(said)) == ("grant", [])
    desk.refresh()
    assert set(codes(desk.present(erin(now)))) == {"clock_behind", "clock_doubtful"}


def test_present_when_there_was_never_a_list_then_a_person_is_asked(desk: Desk, now: datetime) -> None:
    assert codes(desk.present(erin(now))) == ["status_list_missing"]


def test_present_when_somebody_wrote_the_list_file_then_forged(desk: Desk, now: datetime) -> None:
    said = {"token": to_jwt(listed(at=now), key(9)), "clock_offset": 0}
    desk.list.write_text(json.dumps(said))
    assert codes(desk.present(erin(now))) == ["status_list_missing", "status_list_forged"]


@pytest.mark.parametrize("text", ["nonsense", "[]", "{}", '{"token":5,"clock_offset":0}'])
def test_present_when_a_file_is_damaged_then_fails_in_one_line(desk: Desk, now: datetime, text: str) -> None:
    desk.list.write_text(text)
    with pytest.raises(CommandError):
        desk.present(erin(now))
    desk.keys.write_text(text)
    with pytest.raises(CommandError):
        desk.present(erin(now))


def test_present_when_a_file_is_missing_then_fails_with_its_name(desk: Desk, now: datetime) -> None:
    desk.keys.unlink()
    with pytest.raises(CommandError, match="keys: No such file"):
        desk.present(erin(now))


def test_present_when_the_queue_was_tampered_with_then_fails(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.present(erin(now))
    desk.queue.write_bytes(desk.queue.read_bytes().replace(b'"grant"', b'"ask"'))
    with pytest.raises(CommandError, match="Entry 0"):
        desk.present(erin(now))


def test_upload_when_broken_off_then_the_rest_later_in_order_and_once(desk: Desk, now: datetime) -> None:
    desk.refresh()
    for _ in range(5):
        desk.present(erin(now))
    desk.service.takes = 3
    with pytest.raises(CommandError, match="in trouble"):
        desk.upload()
    desk.service.takes = 99
    assert desk.upload()["sent"] == 2
    assert desk.upload()["sent"] == 0
    assert [kept.counter for kept in desk.service.passages] == list(range(5))


def test_upload_when_a_crash_tore_the_queue_then_told_and_the_rest_goes(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.present(erin(now))
    with desk.queue.open("ab") as queue:
        queue.write(b'{"entry":{"at":"2026')
    assert desk.upload() == {"sent": 1, "entries": 1, "torn_bytes": 20}


def test_upload_when_the_service_finds_the_chain_broken_then_fails(desk: Desk, now: datetime) -> None:
    desk.refresh()
    desk.present(erin(now))
    desk.service.digest = "00" * 32
    with pytest.raises(CommandError, match="does not take the queue: Entry 0"):
        desk.upload()


def test_upload_when_the_token_is_wrong_then_fails(desk: Desk) -> None:
    desk.token.write_text("another")
    with pytest.raises(CommandError, match=r"Sign in\."):
        desk.upload()


@pytest.mark.parametrize("url", ["ftp://x", "nonsense", "http://"])
def test_upload_when_the_address_is_none_then_fails(desk: Desk, url: str) -> None:
    desk.service.url = url
    with pytest.raises(CommandError, match="no address of a service"):
        desk.upload()


def test_entry_when_kept_then_no_credential_in_it(desk: Desk, now: datetime) -> None:
    """Who takes the reader's disk finds pseudonyms, but nothing that opens a gate."""
    desk.refresh()
    text = erin(now)
    desk.present(text)
    kept = desk.queue.read_text()
    assert text not in kept
    assert text[10:60] not in kept
    assert "pseudonym" in Entry.__slots__
