"""What a personnel system may and may not do through SCIM, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from access.models import ProvisionedAccount, Team, TeamMember
from access.selectors.team import references_of
from accounts.models import Organisation, Port, RoleAssignment, User
from accounts.roles import Role
from accounts.services import role, user
from portsec.kernel.errors import Conflict
from tests.access.personnel import GROUP, USER, Feed, connected
from tests.people import PASSWORD, Cast, SignIn
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def feed(port: Port, quayside: Organisation, cast: Cast, now: datetime) -> Feed:
    return connected(quayside, port, cast.adam, at=now)


@pytest.fixture
def other_feed(port: Port, cast: Cast, now: datetime) -> Feed:
    blueline = Organisation.objects.create(code="BLUELINE-2", name="Blueline", kind="carrier")
    return connected(blueline, port, cast.adam, at=now)


def said_active(value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": "active", "value": value}


def test_user_when_made_then_an_account_of_its_organisation_without_password_or_role(
    feed: Feed, quayside: Organisation, record: Record
) -> None:
    body = {"schemas": [USER], "userName": "ada@quayside.example", "externalId": "E-7"}
    name = {"name": {"givenName": "Ada", "familyName": "Kranz"}}
    response = feed.send("post", "Users", body | name | {"emails": [{"value": "ada@home.example"}]})
    made = User.objects.get(username="ada@quayside.example")
    assert response.status_code == 201
    assert response["Location"].endswith(f"/scim/v2/Users/{made.pk}")
    assert response["Content-Type"] == "application/scim+json"
    assert (made.organisation, made.display_name, made.person_ref) == (quayside, "Ada Kranz", "")
    assert not made.has_usable_password()
    assert not RoleAssignment.objects.filter(user=made).exists()
    assert "emails" not in response.json(), "what nobody needs is not kept"
    assert record.one("accounts.user.created").actor == feed.actor.reference


def test_roles_and_clearances_when_said_by_the_system_then_never_given(feed: Feed) -> None:
    made = feed.made_user(
        "ada", roles=[{"value": "administrator"}], entitlements=[{"value": "S3"}], employeeNumber="P-00001"
    )
    account = User.objects.get(pk=made["id"])
    assert not RoleAssignment.objects.filter(user=account).exists()
    assert account.person_ref == ""
    assert "roles" not in made


def test_user_when_the_name_is_taken_in_any_spelling_then_uniqueness(feed: Feed) -> None:
    feed.made_user("ada")
    response = feed.send("post", "Users", {"schemas": [USER], "userName": "ADA"})
    assert (response.status_code, response.json()["scimType"]) == (409, "uniqueness")


def test_user_when_deactivated_then_sessions_and_tokens_end_at_once_and_stay_ended(
    feed: Feed, cast: Cast, record: Record
) -> None:
    browser = Client()
    assert browser.post("/accounts/login/", {"login": "dora", "password": PASSWORD}).status_code == 302
    assert browser.get("/me/").status_code == 200
    dora = cast.dora.user
    assert feed.patch(f"Users/{dora.pk}", said_active(False)).json()["active"] is False
    assert not User.objects.get(pk=dora.pk).is_active
    assert browser.get("/me/").status_code == 302
    assert feed.patch(f"Users/{dora.pk}", said_active("True")).json()["active"] is True
    assert User.objects.get(pk=dora.pk).is_active
    assert browser.get("/me/").status_code == 302, "a session that was ended does not come back to life"
    assert {"accounts.user.blocked", "accounts.user.opened"} <= set(record.kinds())


def test_user_when_blocked_by_an_administrator_then_the_system_does_not_open_it(
    feed: Feed, cast: Cast, now: datetime
) -> None:
    dora = cast.dora.user
    user.set_active(dora, False, reason="Under inquiry.", actor=cast.adam.reference, at=now)
    response = feed.patch(f"Users/{dora.pk}", said_active(True))
    assert (response.status_code, response.json()["active"]) == (200, False)
    assert not User.objects.get(pk=dora.pk).is_active


def test_user_when_deleted_then_closed_roles_ended_and_the_name_never_given_again(
    feed: Feed, cast: Cast, record: Record
) -> None:
    dora = cast.dora.user
    group = feed.made_group("Crane 9", str(dora.pk))
    feed.patch(
        f"Users/{dora.pk}", {"op": "add", "value": {"externalId": "E-1", "name": {"familyName": "Roth"}}}
    )
    assert feed.send("delete", f"Users/{dora.pk}").status_code == 204
    assert feed.send("get", f"Users/{dora.pk}").status_code == 404
    kept = User.objects.get(pk=dora.pk)
    assert not kept.is_active
    assert not RoleAssignment.objects.filter(user=kept, ended_at=None).exists()
    assert TeamMember.objects.get(team=group["id"]).left_at is not None
    said = ProvisionedAccount.objects.get(user=kept)
    assert (said.external_id, said.family_name, said.removed_at is None) == ("", "", False)
    assert feed.send("post", "Users", {"schemas": [USER], "userName": "dora"}).status_code == 409
    assert "access.provisioned_account.removed" in record.kinds()


def test_user_when_of_another_organisation_then_answers_as_if_absent(
    feed: Feed, other_feed: Feed, cast: Cast
) -> None:
    for method in ("get", "delete"):
        theirs = other_feed.send(method, f"Users/{cast.dora.user.pk}")
        absent = other_feed.send(method, "Users/999999999")
        assert (theirs.status_code, theirs.json()) == (absent.status_code, absent.json())
    assert other_feed.patch(f"Users/{cast.dora.user.pk}", said_active(False)).status_code == 404
    assert other_feed.send("get", "Users").json()["totalResults"] == 0
    assert User.objects.get(pk=cast.dora.user.pk).is_active


def test_devices_when_listed_then_left_out(feed: Feed) -> None:
    assert feed.send("get", f"Users/{feed.actor.user.pk}").status_code == 404
    assert feed.send("delete", f"Users/{feed.actor.user.pk}").status_code == 404


@pytest.mark.parametrize("who", ["adam", "dora", "reader"])
def test_address_when_called_by_somebody_else_then_refused_in_scim_form(
    feed: Feed, cast: Cast, who: str
) -> None:
    response = SignIn(Client())(getattr(cast, who)).get("/scim/v2/Users")
    assert response.status_code == 403
    assert response.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_address_when_the_account_of_the_system_is_blocked_then_refused(
    feed: Feed, cast: Cast, now: datetime
) -> None:
    user.set_active(feed.actor.user, False, reason="Contract ended.", actor=cast.adam.reference, at=now)
    assert feed.send("get", "Users").status_code == 401


def test_user_when_changed_meanwhile_then_precondition_failed(feed: Feed) -> None:
    made = feed.made_user("ada")
    old = made["meta"]["version"]
    named = {"op": "add", "path": "displayName", "value": "Ada"}
    assert feed.patch(f"Users/{made['id']}", named, **{"If-Match": old}).status_code == 200
    assert feed.patch(f"Users/{made['id']}", named, **{"If-Match": old}).status_code == 412
    now_held = feed.send("get", f"Users/{made['id']}")["ETag"]
    assert now_held != old
    same = feed.send("get", f"Users/{made['id']}", **{"If-None-Match": now_held})
    assert (same.status_code, same.content) == (304, b"")


def test_user_when_renamed_then_refused(feed: Feed) -> None:
    made = feed.made_user("ada")
    response = feed.patch(f"Users/{made['id']}", {"op": "replace", "path": "userName", "value": "eva"})
    assert (response.status_code, response.json()["scimType"]) == (400, "mutability")


def test_list_when_filtered_and_paged_then_only_those_in_order(feed: Feed) -> None:
    for number in range(3):
        feed.made_user(f"ada-{number}", externalId=f"E-{number}")
    found = feed.send("get", 'Users?filter=userName sw "ADA-"&startIndex=2&count=1').json()
    assert (found["totalResults"], found["startIndex"], found["itemsPerPage"]) == (3, 2, 1)
    assert [each["userName"] for each in found["Resources"]] == ["ada-1"]
    query = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": 'externalId eq "E-2"',
    }
    assert feed.send("post", "Users/.search", query).json()["totalResults"] == 1
    assert feed.send("get", f"Users?startIndex={10**30}").json()["totalResults"] >= 3


@pytest.mark.parametrize("text", ["userName gt 1", "userName eq", "nothing eq 1", "(" * 900])
def test_list_when_the_filter_is_bad_then_400(feed: Feed, text: str) -> None:
    response = feed.send("get", f"Users?filter={text}")
    assert response.status_code == 400
    assert response.json()["scimType"] in {"invalidFilter", "invalidPath", "invalidValue"}


def test_group_when_made_then_a_team_that_work_orders_name_with_its_organisation(
    feed: Feed, cast: Cast, record: Record
) -> None:
    dora = cast.dora.user
    User.objects.filter(pk=dora.pk).update(person_ref="P-DORA")
    made = feed.made_group("Crane 9", str(dora.pk))
    assert made["members"] == [
        {"value": str(dora.pk), "$ref": f"http://testserver/scim/v2/Users/{dora.pk}", "type": "User"}
    ]
    assert references_of(["P-DORA"]) == {"QUAYSIDE/Crane 9"}
    assert record.one("access.team.made").body == {"team": "QUAYSIDE/Crane 9", "joined": ["dora"]}


def test_group_when_members_leave_then_their_past_is_kept(feed: Feed, cast: Cast) -> None:
    made = feed.made_group("Crane 9", str(cast.dora.user.pk), str(cast.anna.user.pk))
    out = {"op": "remove", "path": f'members[value eq "{cast.dora.user.pk}"]'}
    left = feed.patch(f"Groups/{made['id']}", out).json()
    assert [each["value"] for each in left["members"]] == [str(cast.anna.user.pk)]
    rows = TeamMember.objects.filter(team=made["id"])
    assert {(row.user_id, row.left_at is None) for row in rows} == {
        (cast.dora.user.pk, False),
        (cast.anna.user.pk, True),
    }
    assert feed.send("delete", f"Groups/{made['id']}").status_code == 204
    assert Team.objects.get(pk=made["id"]).removed_at is not None
    assert not TeamMember.objects.filter(team=made["id"], left_at=None).exists()


def test_group_when_a_member_is_of_another_organisation_or_a_group_then_refused(
    feed: Feed, other_feed: Feed
) -> None:
    stranger = other_feed.made_user("stranger")
    inner = feed.made_group("Inner")
    for member in ({"value": stranger["id"]}, {"value": inner["id"], "type": "Group"}, {"value": "x"}):
        response = feed.send(
            "post", "Groups", {"schemas": [GROUP], "displayName": "Outer", "members": [member]}
        )
        assert (response.status_code, response.json()["scimType"]) == (400, "invalidValue")
    assert not Team.objects.filter(name="Outer").exists()


def test_group_when_two_organisations_use_one_name_then_their_work_stays_apart(
    feed: Feed, other_feed: Feed
) -> None:
    feed.made_group("Customs")
    other_feed.made_group("Customs")
    assert sorted(team.reference for team in Team.objects.filter(name="Customs")) == [
        "BLUELINE-2/Customs",
        "QUAYSIDE/Customs",
    ]
    again = feed.send("post", "Groups", {"schemas": [GROUP], "displayName": "customs"})
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")


def test_patch_when_it_has_too_many_operations_then_refused(feed: Feed) -> None:
    made = feed.made_user("ada")
    named = {"op": "add", "path": "displayName", "value": "Ada"}
    assert feed.patch(f"Users/{made['id']}", *[named] * 101).status_code == 400


@pytest.mark.parametrize(
    "body", ['{"a": 1, "a": 2}', "[" * 100, "NaN", "{}", '"x"', '{"userName": "\\u0000"}']
)
def test_body_when_it_is_not_as_it_should_be_then_400_in_scim_form(feed: Feed, body: str) -> None:
    response = Client().post(
        "/scim/v2/Users",
        body,
        content_type="application/scim+json",
        headers={"Authorization": f"Bearer {feed.token}"},
    )
    assert response.status_code == 400
    assert response.json()["status"] == "400"


def test_personnel_system_when_given_another_role_then_it_may_not_administer(
    feed: Feed, port: Port, now: datetime
) -> None:
    with pytest.raises(Conflict, match="kept apart"):
        role.give(feed.actor.user, Role.ADMINISTRATOR, port, actor="system:test", at=now)
