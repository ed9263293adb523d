"""Policies over REST: read only."""

from __future__ import annotations

from datetime import datetime

import pytest

from screening.models import PolicyVersion
from screening.services import policy
from tests.people import MAKER, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = "/api/v1/policies/"


@pytest.fixture(autouse=True)
def policies(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)


def test_policies_when_listed_then_every_version_with_its_digest(cast: Cast, signed_in: SignIn) -> None:
    body = signed_in(cast.alice).get(LIST).json()
    assert {(row["code"], row["version"]): row["digest"] for row in body} == {
        (version.code, version.version): version.digest for version in PolicyVersion.objects.all()
    }


def test_policy_when_read_then_rules_with_codes_and_the_text(cast: Cast, signed_in: SignIn) -> None:
    body = signed_in(cast.paul).get(f"{LIST}eu-port-standard/1/").json()
    stored = PolicyVersion.objects.get(code="eu-port-standard")
    rules = policy.parsed(stored)
    assert [row["seq"] for row in body["rules"]] == [rule.seq for rule in rules.rules]
    assert body["document"] == stored.document
    (row,) = [row for row in body["rules"] if row["seq"] == 30]
    assert (row["effect"], row["window"], row["mark"]) == (
        "presume_unsuitable",
        "7 years from the conviction",
        "P",
    )
    assert "0701 00" in row["offence_codes"]
    sections = {section["key"]: section for section in body["sections"]}
    assert {"levels", "post_levels", "offence_sets", "clocks", "sources"} <= set(sections)
    assert sections["clocks"]["rows"][0]["fields_stated"]["Days"]


def test_policies_when_shipped_then_each_can_be_read(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.alice)
    for version in PolicyVersion.objects.all():
        assert browser.get(f"{LIST}{version.code}/{version.version}/").status_code == 200


@pytest.mark.parametrize("path", ["eu-port-standard/99/", "of-nobody/1/"])
def test_policy_when_there_is_none_then_not_found(cast: Cast, signed_in: SignIn, path: str) -> None:
    response = signed_in(cast.alice).get(LIST + path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["", "eu-port-standard/1/"])
def test_policies_when_asked_for_by_others_then_not_there_and_never_written(
    cast: Cast, signed_in: SignIn, path: str
) -> None:
    for name in ("emma", "carol", "dave"):
        assert signed_in(getattr(cast, name)).get(LIST + path).status_code == 404
    assert signed_in(cast.paul).post(LIST + path, {}, content_type="application/json").status_code == 405
