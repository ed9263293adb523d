"""What anybody may fetch: status lists and keys; and how a device enrols and renews a card."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from access.credential import base45, key_publication
from access.credential.keys import from_cose_key_set, from_jwk_set
from access.credential.status_token import from_cwt, from_jwt
from access.credential.verify import verify_credential
from access.models import Credential, Reader, StatusList
from access.selectors.credential_key import published_keys
from access.services import credential, device, signing_key, status_list
from tests.access.devices import Device
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

JWT, CWT = "application/statuslist+jwt", "application/statuslist+cwt"


def address(made: Scenario) -> str:
    return f"/api/v1/status-lists/{StatusList.objects.get(port=made.port).public_id}"


def get(path: str, accept: str = "", **headers: str) -> object:
    return Client().get(path, headers=({"Accept": accept} if accept else {}) | headers)


def enrolled(made: Scenario, now: datetime) -> Device:
    reader = Reader.objects.create(port=made.port, code="GQ1", area_to=made.area)
    found = Device(reader)
    found.enrols(device.make_code(reader, **made.cast.sven.acts(now)))
    return found


def test_list_when_fetched_by_anybody_then_signed_in_either_form_and_kept_for_the_time_left(
    made: Scenario, now: datetime
) -> None:
    status_list.publish(made.port, at=now)
    keys, row = published_keys(made.port, at=now), StatusList.objects.get(port=made.port)
    assert keys is not None
    answer = get(address(made))
    assert answer["Content-Type"] == JWT
    assert from_jwt(answer.content.decode(), keys, uri=row.uri).issued_at == row.issued_at
    binary = get(address(made), CWT)
    assert binary["Content-Type"] == CWT
    assert from_cwt(binary.content, keys, uri=row.uri).issued_at == row.issued_at
    seconds = int(answer["Cache-Control"].removeprefix("public, max-age="))
    assert 890 <= seconds <= 901
    assert "Accept" in answer["Vary"]
    assert not answer.cookies


def test_list_when_held_already_then_304_until_it_is_published_again(made: Scenario, now: datetime) -> None:
    tag = get(address(made))["ETag"]
    assert get(address(made), **{"If-None-Match": tag}).status_code == 304
    assert get(address(made), CWT, **{"If-None-Match": tag}).status_code == 200, "another form"
    status_list.publish(made.port, at=now + timedelta(seconds=5))
    assert get(address(made), **{"If-None-Match": tag}).status_code == 200


def test_list_when_the_caller_unpacks_gzip_then_packed(made: Scenario) -> None:
    plain = get(address(made)).content
    packed = get(address(made), **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("x" * 12, JWT, 404), ("", "text/html", 406), ("", "*/*", 200), ("", "application/*", 200)],
)
def test_list_when_absent_or_of_another_form_then_said_in_json(
    made: Scenario, path: str, accept: str, status: int
) -> None:
    answer = get(f"/api/v1/status-lists/{path}" if path else address(made), accept)
    assert answer.status_code == status
    if status != 200:
        assert set(answer.json()) == {"code", "detail"}


def test_list_when_a_device_fetches_it_then_noted_and_a_wrong_token_is_refused(
    made: Scenario, now: datetime
) -> None:
    door = enrolled(made, now)
    assert door.asks("get", address(made)).status_code == 200
    door.reader.refresh_from_db()
    assert door.reader.list_issued_at == StatusList.objects.get(port=made.port).issued_at
    door.token = "a" * 64
    assert door.asks("get", address(made)).status_code == 401


def test_keys_when_fetched_then_in_three_forms_that_say_the_same(made: Scenario, now: datetime) -> None:
    held = published_keys(made.port, at=now)
    assert held is not None
    path = "/api/v1/credential-keys"
    plain = get(path)
    assert plain["Content-Type"] == "application/jwk-set+json"
    assert from_jwk_set(plain.content).keys == held.keys
    cose = get(path, "application/cose-key-set")
    assert from_cose_key_set(cose.content, published_at=held.published_at).keys == held.keys
    signing_key.rotate(made.port, **made.cast.sven.acts(now + timedelta(minutes=1)))
    token = get(path, "application/jwk-set+jwt").content.decode()
    assert len(key_publication.accept(token, held).keys) == 2
    assert get(path, **{"If-None-Match": plain["ETag"]}).status_code == 200


def test_keys_when_several_ports_have_some_then_the_port_is_named(
    made: Scenario, elsewhere: Scenario
) -> None:
    path = "/api/v1/credential-keys"
    assert get(path).status_code == 400
    assert get(f"{path}?port=XXNOT").status_code == 404
    found = {port: get(f"{path}?port={port}").content for port in ("XXPEX", "XXOTH")}
    assert found["XXPEX"] != found["XXOTH"]


def test_keys_when_a_device_asks_then_those_of_its_port(
    made: Scenario, elsewhere: Scenario, now: datetime
) -> None:
    answer = enrolled(made, now).asks("get", "/api/v1/credential-keys")
    assert answer.content == get("/api/v1/credential-keys?port=XXPEX").content


def test_device_when_enrolled_over_http_then_it_gets_what_it_needs(made: Scenario, now: datetime) -> None:
    reader = Reader.objects.create(port=made.port, code="GQ1", area_to=made.area)
    answer = Device(reader).enrols(device.make_code(reader, **made.cast.sven.acts(now)))
    said = answer.json()
    assert (said["reader"], said["port"]) == ("GQ1", "XXPEX")
    assert said["status_list"] == StatusList.objects.get(port=made.port).uri
    assert from_jwk_set(json.dumps(said["keys"])).keys


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"code": "AAAA"}, 400),
        ({"public_key": "short"}, 400),
        ({"proof": "A" * 86}, 400),
        ({"public_key": 7}, 400),
        ({"code": "AAAA\x00"}, 400),
        ({"public_key": "_" * 42 + "-"}, 400),
    ],
)
def test_device_when_it_sends_something_else_then_refused_and_the_code_stays(
    made: Scenario, now: datetime, other: dict[str, object], status: int
) -> None:
    door = Device(made.reader)
    code = device.make_code(made.reader, **made.cast.sven.acts(now))
    assert door.enrols(code, **other).status_code == status
    assert door.enrols(code).status_code == 201


def test_card_when_held_to_a_device_near_its_end_then_it_gets_the_next_credential(
    made: Scenario, now: datetime
) -> None:
    door, row = enrolled(made, now), credential.newest(made.badge)
    assert row is not None
    shown = {"credential": credential.again(row).qr_text}
    path = "/api/v1/gate/credentials"
    early = door.asks("post", path, shown, content_type="application/json")
    assert (early.status_code, early.json()) == (200, {"credential": None, "expires_at": None})
    Credential.objects.filter(pk=row.pk).update(expires_at=row.issued_at + timedelta(days=5))
    row.refresh_from_db()
    shown = {"credential": credential.again(row).qr_text}
    said = door.asks("post", path, shown, content_type="application/json").json()
    keys = published_keys(made.port, at=now)
    assert keys is not None
    assert verify_credential(base45.from_text(said["credential"]), keys).claims.pseudonym != row.pseudonym


@pytest.mark.parametrize("text", ["PB1:NONSENSE", "nonsense", "PB1:" + "0" * 690, ""])
def test_card_when_it_is_none_then_400(made: Scenario, now: datetime, text: str) -> None:
    answer = enrolled(made, now).asks(
        "post", "/api/v1/gate/credentials", {"credential": text}, content_type="application/json"
    )
    assert answer.status_code == 400


def test_card_when_no_device_asks_then_refused(made: Scenario) -> None:
    nobody = Device(made.reader)
    answer = nobody.asks(
        "post", "/api/v1/gate/credentials", {"credential": "PB1:A"}, content_type="application/json"
    )
    assert answer.status_code == 401
