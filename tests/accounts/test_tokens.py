"""Whatever stands in the header of a device, the answer is 401 and never a crash."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.db

HEADERS = {
    "bytes that are no text": "\xff\xfe",
    "letters outside ASCII": "é" * 8,
    "a NUL": "\x00",
    "a sign that no token holds": "abc-def",
    "an unknown token": "0" * 64,
    "nothing": "",
    "two words": "abc def",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "address"), [("Token", "/api/v1/gate/attempts"), ("Bearer", "/access/v1/evaluation")]
)
@pytest.mark.parametrize("token", HEADERS.values(), ids=HEADERS)
def test_token_when_it_is_none_of_ours_then_401(
    client: Client, scheme: str, address: str, token: str
) -> None:
    answer = client.post(
        address, data={}, content_type="application/json", headers={"Authorization": f"{scheme} {token}"}
    )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == scheme
