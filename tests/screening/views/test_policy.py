"""Policies as people read them: list, rules, differences."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Port
from screening.models import PolicyVersion
from screening.services import policy, policy_draft
from screening.suitability.words import RuleKind
from tests.people import MAKER, Cast, SignIn
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

STANDARD = ["eu-port-standard", 1]


@pytest.fixture(autouse=True)
def policies(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)


def test_list_when_opened_then_every_policy_with_authority_and_where_it_applies(
    cast: Cast, port: Port, other_port: Port, signed_in: SignIn
) -> None:
    page = signed_in(cast.alice).get(reverse("policy-list")).content.decode()
    for version in PolicyVersion.objects.all():
        assert version.title.replace("'", "&#x27;") in page
        assert policy.parsed(version).authority.split(",")[0].replace("'", "&#x27;") in page
    assert page.count(port.name) >= 1
    assert other_port.name not in page
    assert "New draft" not in page


def test_list_when_opened_by_a_policy_officer_then_drafts_and_choices_too(
    cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    draft = policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))
    page = signed_in(cast.pia).get(reverse("policy-list")).content.decode()
    assert reverse("policy-draft", args=[draft.code, draft.pk]) in page
    assert reverse("policy-draft-new") in page
    assert draft.name not in signed_in(cast.alice).get(reverse("policy-list")).content.decode()


def test_list_when_there_are_more_policies_then_no_more_queries(
    cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    browser = signed_in(cast.alice)
    browser.get(reverse("policy-list"))
    with CaptureQueriesContext(connection) as before:
        browser.get(reverse("policy-list"))
    for version in (2, 3, 4):
        text = policy.in_force(on=now.date()).document.replace("version: 1\n", f"version: {version}\n", 1)
        text = text.replace("code: eu-port-standard", f"code: other-{version}", 1)
        policy.keep(text, policy.read(text, name="other"), at=now)
    with CaptureQueriesContext(connection) as after:
        browser.get(reverse("policy-list"))
    assert len(after) == len(before)


@pytest.mark.parametrize("name", ["alice", "bob", "frank", "paul"])
def test_version_when_opened_then_each_row_has_its_anchor_and_words(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    response = signed_in(getattr(cast, name)).get(reverse("policy-detail", args=STANDARD))
    page = response.content.decode()
    rules = policy.parsed(PolicyVersion.objects.get(code=STANDARD[0]))
    for rule in rules.rules:
        assert f'id="row-{rule.seq}"' in page
    assert "7 years from the conviction" in page
    assert "0701 00" in page
    assert "Not yet compared with the official text" in page
    assert ("Draft from this" in page) is (name == "paul")


def test_version_when_filtered_by_criterion_then_only_its_rows(cast: Cast, signed_in: SignIn) -> None:
    address = reverse("policy-detail", args=STANDARD)
    page = signed_in(cast.alice).get(address, {"kind": RuleKind.UNEXPLAINED_GAP.value}).content.decode()
    assert 'id="row-140"' in page
    assert 'id="row-10"' not in page
    page = signed_in(cast.alice).get(address, {"kind": "nonsense"}).content.decode()
    assert 'id="row-10"' in page


@pytest.mark.parametrize("path", ["eu-port-standard/99/", "of-nobody/1/"])
def test_version_when_there_is_none_then_not_found(cast: Cast, signed_in: SignIn, path: str) -> None:
    assert signed_in(cast.alice).get(f"/policies/{path}").status_code == 404


def test_shipped_versions_when_opened_then_each_can_be_read(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.alice)
    for version in PolicyVersion.objects.all():
        for page in ("policy-detail", "policy-diff"):
            with unchanged("django_session", "usersessions_usersession"):
                response = browser.get(reverse(page, args=[version.code, version.version]))
            assert response.status_code == 200, version


def test_versions_when_compared_then_the_changed_field_on_both_sides(
    cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    first = PolicyVersion.objects.get(code=STANDARD[0])
    text = first.document.replace("version: 1\n", "version: 2\n", 1)
    text = text.replace("    lookback_years: 7\n", "    lookback_years: 9\n", 1)
    second = policy.keep(text, policy.read(text, name="second"), at=now)
    browser = signed_in(cast.alice)
    page = browser.get(reverse("policy-diff", args=[second.code, second.version])).content.decode()
    assert "<del>7</del>" in page
    assert "<ins>9</ins>" in page
    assert "+    lookback_years: 9" in page
    chosen = browser.get(reverse("policy-diff", args=[first.code, 1]), {"against": second.pk})
    assert "<del>9</del>" in chosen.content.decode()
    wrong = browser.get(reverse("policy-diff", args=[first.code, 1]), {"against": 0})
    assert wrong.status_code == 200
