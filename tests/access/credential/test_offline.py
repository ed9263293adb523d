"""The decision of a reader: every reason has a sentence, a list is taken or told of, and it is fast."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from access.credential.offline import decide, receive
from access.credential.presented import HeldList
from access.credential.reader_checks import ALL, DOUBTS, ESCORTS, LOOKS, REFUSALS, SUPERSEDED_BY_SERVICE
from access.credential.status_token import to_jwt
from access.credential.verify import verify_credential
from access.gate.statement import ground_of, reason_of
from portsec.kernel.verdict import deny
from tests.access.credential.issuer import ISSUER, KEYS, LIST_URI, NOON, credential, key, listed
from tests.access.credential.presenting import held_as, shown

pytestmark = pytest.mark.unit

NEWER = to_jwt(listed(at=NOON), ISSUER)


def test_checks_when_listed_then_each_in_one_group_with_sentence_and_ground() -> None:
    groups = (*REFUSALS, *SUPERSEDED_BY_SERVICE, *LOOKS, *ESCORTS, *DOUBTS)
    assert sorted(map(id, groups)) == sorted({id(check) for check in ALL})
    assert all(reason_of(check).detail and ground_of(check) for check in ALL)


def test_reasons_when_told_then_nothing_about_the_person() -> None:
    text = " ".join(reason_of(check).detail for check in ALL).lower()
    assert not [word for word in ("crime", "suspect", "stolen", "record") if word in text]


def test_decide_when_reader_and_service_say_the_same_then_once() -> None:
    judgement = decide(shown(area="TANK-FARM", service=deny("area_not_granted", "Not this area.")))
    assert judgement.codes == ("area_not_granted",)


@pytest.mark.parametrize("age", [timedelta(0), timedelta(minutes=5)])
def test_receive_when_newer_then_taken_and_the_alarm_ends(age: timedelta) -> None:
    alarmed = HeldList(held_as(age=timedelta(minutes=6)).issued, forged=True, rolled_back=True)
    assert receive(alarmed, to_jwt(listed(at=NOON - age), ISSUER), KEYS, uri=LIST_URI).forged is False


def test_receive_when_of_the_same_second_then_the_later_counts_and_the_alarm_stays() -> None:
    alarmed = HeldList(held_as().issued, forged=True)
    same = receive(alarmed, to_jwt(listed(), ISSUER), KEYS, uri=LIST_URI)
    assert (same.forged, same.issued) == (True, listed())


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", NEWER[:-4] + "AAAA", to_jwt(listed(at=NOON), key(9)), NEWER.replace(".", "..", 1)],
)
def test_receive_when_not_of_the_port_then_told_and_the_old_one_stays(token: str) -> None:
    good = held_as()
    assert receive(good, token, KEYS, uri=LIST_URI) == HeldList(good.issued, forged=True)


def test_reader_when_timed_from_bytes_to_decision_then_under_five_milliseconds() -> None:
    presented, token = shown(), credential()

    def seconds() -> float:
        started = time.perf_counter()
        verify_credential(token, KEYS)
        decide(presented)
        return time.perf_counter() - started

    assert min(seconds() for _ in range(20)) < 0.005
