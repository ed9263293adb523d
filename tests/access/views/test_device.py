"""The pages of devices and signing keys."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from access.models import CredentialKey, DeviceEnrolment, Reader
from access.selectors.credential_key import current_key
from access.services import key_directory, signing_key
from tests.access.devices import Device
from tests.people import SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def page(made: Scenario, path: str) -> str:
    answer = SignIn(Client())(made.cast.sven).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_list_when_lists_are_of_different_age_then_said_for_each_and_together(
    made: Scenario, now: datetime
) -> None:
    fresh, old = (made.cast.reader.user, made.cast.hugo.user)
    Reader.objects.filter(pk=made.reader.pk).update(
        device=fresh, device_key=b"f" * 32, list_issued_at=now - timedelta(minutes=2)
    )
    Reader.objects.create(
        port=made.port, code="OLD", device=old, device_key=b"o" * 32, list_issued_at=now - timedelta(hours=1)
    )
    shown = page(made, "/gates/devices/")
    assert "1 of 2 devices have a fresh list" in shown
    assert shown.count("List too old") >= 1
    assert "OLD" in page(made, "/gates/devices/?view=too-old")
    Reader.objects.filter(code="OLD").delete()
    assert re.search(r"1 of 1 device\b[^s]", page(made, "/gates/devices/"))


def test_list_when_the_isps_level_is_higher_then_the_same_list_is_too_old(
    made: Scenario, now: datetime
) -> None:
    Reader.objects.filter(pk=made.reader.pk).update(
        device_key=b"f" * 32, list_issued_at=now - timedelta(minutes=2)
    )
    assert "1 of 1" in page(made, "/gates/devices/")
    type(made.port).objects.filter(pk=made.port.pk).update(isps_level=3)
    assert "0 of 1 devices have a fresh list" in page(made, "/gates/devices/")


def test_code_when_made_then_shown_once_and_nowhere_again(made: Scenario) -> None:
    browser = SignIn(Client())(made.cast.sven)
    answer = browser.post(f"/gates/devices/{made.reader.pk}/code/")
    code = re.search(r'value="([A-Z2-7]{4}(?:-[A-Z2-7]{4}){7})"', answer.content.decode())
    assert code is not None
    assert answer["Cache-Control"] == "no-store"
    shown = browser.get(f"/gates/devices/{made.reader.pk}/").content.decode()
    assert code.group(1) not in shown
    assert "Waits" in shown
    assert Device(made.reader).enrols(code.group(1)).status_code == 201
    assert "Used" in browser.get(f"/gates/devices/{made.reader.pk}/").content.decode()


def test_device_when_taken_out_with_a_reason_then_its_token_ends(made: Scenario) -> None:
    browser, door = SignIn(Client())(made.cast.sven), Device(made.reader)
    answer = browser.post(f"/gates/devices/{made.reader.pk}/code/")
    code = re.search(r'value="([A-Z2-7-]{39})"', answer.content.decode())
    assert code is not None
    door.enrols(code.group(1))
    path = f"/gates/devices/{made.reader.pk}/withdraw/"
    assert "This field is required" in browser.post(path, {"reason": " "}).content.decode()
    assert browser.post(path, {"reason": "Stolen."}).status_code == 302
    assert door.uploads().status_code == 401
    assert browser.post(path, {"reason": "Again."}).status_code == 409


@pytest.mark.parametrize("path", ["/gates/devices/{0}/code/", "/gates/devices/{0}/withdraw/"])
def test_device_steps_when_the_sign_in_is_old_then_asked_for_a_proof_first(made: Scenario, path: str) -> None:
    browser = SignIn(Client())(made.cast.sven, fresh=False)
    answer = browser.post(path.format(made.reader.pk), {"reason": "So."})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not DeviceEnrolment.objects.exists()


def test_keys_when_rotated_then_both_stand_in_the_list(made: Scenario) -> None:
    browser, old = SignIn(Client())(made.cast.sven), current_key(made.port)
    assert old is not None
    path = f"/gates/keys/{made.port.locode}/rotate/"
    assert "A new key signs" in browser.get(path).content.decode()
    assert browser.post(path).status_code == 302
    shown = page(made, "/gates/keys/")
    new = current_key(made.port)
    assert new is not None
    assert new != old
    for key, word in ((old, "Still verifies"), (new, "Signs")):
        assert bytes(key.kid).hex() in shown
        assert word in shown
    assert browser.post("/gates/keys/XXNOT/rotate/").status_code == 404


def test_key_when_withdrawn_with_a_reason_then_marked(made: Scenario) -> None:
    browser, key = SignIn(Client())(made.cast.sven), current_key(made.port)
    assert key is not None
    path = f"/gates/keys/{key.pk}/withdraw/"
    assert "printed anew" in browser.get(path).content.decode()
    assert "This field is required" in browser.post(path, {"reason": ""}).content.decode()
    assert browser.post(path, {"reason": "Seen elsewhere."}).status_code == 302
    key.refresh_from_db()
    assert key.withdrawn_at is not None
    assert "Withdrawn" in page(made, "/gates/keys/")


def test_keys_when_a_file_is_missing_then_said_and_still_a_page(made: Scenario, now: datetime) -> None:
    key = signing_key.signing(made.port, at=now)
    CredentialKey.objects.filter(pk=key.pk).update(kid=b"\x01" * 8)
    assert not key_directory.has(b"\x01" * 8)
    assert "File missing" in page(made, "/gates/keys/")


def test_list_when_exported_then_without_keys(made: Scenario) -> None:
    answer = SignIn(Client())(made.cast.sven).get("/gates/devices/?view=all&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("reader,port,gate,device,standing")
    assert made.reader.code in text
