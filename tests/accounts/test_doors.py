"""What stands before a page: the capability, and a proof of who acts that is minutes old."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from tests.people import PASSWORD, Actor, Cast, SignIn
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "/people-and-roles/"
GIVE = "/people-and-roles/dave/give/"
REAUTHENTICATE = "/accounts/reauthenticate/"


@pytest.fixture
def form(adam: Actor) -> dict[str, str]:
    return {"role": "policy_officer", "port": str(adam.user.role_assignments.get().port_id)}


def held(username: str) -> set[str]:
    live = RoleAssignment.objects.filter(user__username=username, ended_at=None)
    return set(live.values_list("role", flat=True))


def test_page_when_the_capability_is_not_held_then_as_if_it_were_not_there(
    cast: Cast, signed_in: SignIn
) -> None:
    absent = signed_in(cast.dave).get("/no/such/page/")
    for name, actor in cast.everybody().items():
        answer = signed_in(actor).get(DESK)
        assert answer.status_code == (200 if name == "adam" else 404), name
        if name != "adam":
            assert "We cannot find that" in answer.content.decode()
            assert answer.status_code == absent.status_code


def test_page_when_anonymous_then_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get(f"{DESK}?text=x")
    assert answer["Location"] == f"/accounts/login/?next={DESK}%3Ftext%3Dx"


def test_page_when_the_role_ends_then_gone_at_the_next_request(
    adam: Actor, signed_in: SignIn, now: datetime
) -> None:
    from accounts.services import role

    client = signed_in(adam)
    assert client.get(DESK).status_code == 200
    role.end(adam.user.role_assignments.get(), reason="left", actor="user:other", at=now)
    assert client.get(DESK).status_code == 404


def test_decision_when_just_signed_in_then_done(
    adam: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str]
) -> None:
    answer = signed_in(adam).post(GIVE, form)
    assert answer["Location"] == "/people-and-roles/dave/"
    assert held("dave") == {"policy_officer"}


def test_decision_when_signed_in_over_http_then_no_second_proof_is_asked(
    adam: Actor, dave: Actor, client: Client, form: dict[str, str]
) -> None:
    client.post("/accounts/login/", {"login": "adam", "password": PASSWORD})
    client.post(GIVE, form)
    assert held("dave") == {"policy_officer"}


def test_decision_when_the_sign_in_is_old_then_proof_first_and_the_post_is_done_after_it(
    adam: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str], record: Record
) -> None:
    client = signed_in(adam, fresh=False)
    record.new()
    asked = client.post(GIVE, form)
    assert asked["Location"] == f"{REAUTHENTICATE}?next=%2Fpeople-and-roles%2Fdave%2Fgive%2F"
    assert held("dave") == set()
    assert record.kinds() == []
    page = client.get(asked["Location"]).content.decode()
    assert 'name="password"' in page
    wrong = client.post(asked["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    assert held("dave") == set()
    resumed = client.post(asked["Location"], {"password": PASSWORD})
    assert resumed["Location"] == "/people-and-roles/dave/"
    assert held("dave") == {"policy_officer"}
    assert record.one("accounts.role.given").actor == "user:adam"
    assert client.post("/people-and-roles/frank/give/", form).status_code == 302  # fresh for the next minutes
    assert held("frank") == {"auditor", "policy_officer"}


def test_decision_when_resumed_and_refused_then_back_to_the_form_with_the_sentence(
    adam: Actor, alice: Actor, signed_in: SignIn, form: dict[str, str]
) -> None:
    client = signed_in(adam, fresh=False)
    page = "http://testserver/people-and-roles/alice/"
    asked = client.post(
        "/people-and-roles/alice/give/", form | {"role": "badge_officer"}, headers={"referer": page}
    )
    resumed = client.post(
        asked["Location"],
        {"password": PASSWORD},
        headers={"referer": f"http://testserver{asked['Location']}"},
    )
    assert resumed["Location"] == page
    assert "are kept apart" in client.get(page).content.decode()
    assert held("alice") == {Role.VETTING_OFFICER.value}


def test_decision_when_the_kept_post_is_used_then_it_is_not_done_twice(
    adam: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str], record: Record
) -> None:
    client = signed_in(adam, fresh=False)
    asked = client.post(GIVE, form)
    for _ in range(2):
        client.post(asked["Location"], {"password": PASSWORD})
    assert record.kinds().count("accounts.role.given") == 1


def test_decision_when_somebody_else_proves_themselves_then_their_proof_does_not_count(
    adam: Actor, alice: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str]
) -> None:
    """The list of proofs in a session belongs to the account that gave them."""
    signed_in(alice)
    client = signed_in(adam, fresh=False)
    assert REAUTHENTICATE in client.post(GIVE, form)["Location"]
    assert held("dave") == set()


def test_decision_when_the_capability_is_missing_then_not_found_before_any_proof(
    alice: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str]
) -> None:
    assert signed_in(alice, fresh=False).post(GIVE, form).status_code == 404


@pytest.fixture
def five_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves the one clock that doors read."""
    from portsec.kernel import clock

    then = clock.now() + timedelta(seconds=301)
    monkeypatch.setattr(clock, "now", lambda: then)


def test_proof_when_five_minutes_have_passed_then_too_old(
    adam: Actor, dave: Actor, signed_in: SignIn, form: dict[str, str], request: pytest.FixtureRequest
) -> None:
    client = signed_in(adam)
    request.getfixturevalue("five_minutes_later")
    assert REAUTHENTICATE in client.post(GIVE, form)["Location"]
    assert held("dave") == set()


def test_decision_when_asked_by_get_then_not_allowed(adam: Actor, dave: Actor, signed_in: SignIn) -> None:
    assert signed_in(adam).get(GIVE).status_code == 405
    assert User.objects.get(username="dave").role_assignments.count() == 0
