"""The accounts desk: who signs in, with which roles, and how somebody is let in for the first time."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Port, User
from accounts.roles import Role
from accounts.services import role
from tests import people
from tests.people import MAKER, Actor, Cast, SignIn
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "/people-and-roles/"


@pytest.fixture
def desk(adam: Actor, signed_in: SignIn) -> Client:
    return signed_in(adam)


def text_of(page: str) -> str:
    """What stands on the page, without tags and with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_list_when_opened_then_everybody_with_roles_and_state(desk: Client, cast: Cast) -> None:
    User.objects.filter(username="bob").update(is_active=False)
    page = desk.get(DESK).content.decode()
    for name in cast.everybody():
        assert f'href="{DESK}{name}/"' in page
    rows = {row.split("</th>")[0]: text_of(row) for row in page.split("<tr")[2:]}
    alice = next(text for head, text in rows.items() if "/alice/" in head)
    bob = next(text for head, text in rows.items() if "/bob/" in head)
    dave = next(text for head, text in rows.items() if "/dave/" in head)
    assert "Quayside Terminals Vetting officer Open" in alice
    assert "Deciding officer Blocked" in bob
    assert "none yet" in dave


def test_list_when_filtered_then_only_these(desk: Client, cast: Cast) -> None:
    page = desk.get(DESK, {"role": "auditor"}).content.decode()
    assert f'href="{DESK}frank/"' in page
    assert f'href="{DESK}alice/"' not in page
    nothing = desk.get(DESK, {"text": "zzz"}).content.decode()
    assert "No accounts here" in nothing
    assert desk.get(DESK, {"role": "emperor"}).status_code == 200


def test_list_when_it_grows_then_the_number_of_queries_does_not(
    desk: Client, port: Port, now: datetime
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for extra in (0, 3):
        for number in range(extra):
            people.make_actor(f"more{number}", Role.AUDITOR, port, at=now)
        desk.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            desk.get(DESK)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_list_when_asked_as_a_file_then_refused_because_the_role_exports_nothing(
    desk: Client, record: Record
) -> None:
    assert "format=csv" not in desk.get(DESK).content.decode()
    assert desk.get(DESK, {"format": "csv"}).status_code == 403
    assert record.kinds() == []


def test_new_when_filled_in_then_an_account_that_can_do_nothing_yet(desk: Client, record: Record) -> None:
    form = {"username": "gina", "display_name": "Gina <b>Grün</b>", "person_ref": "P-00001"}
    answer = desk.post(f"{DESK}new/", form)
    assert answer["Location"] == f"{DESK}gina/"
    made = User.objects.get(username="gina")
    assert (made.display_name, made.has_usable_password(), made.role_assignments.count()) == (
        "Gina <b>Grün</b>",
        False,
        0,
    )
    assert record.one("accounts.user.created").actor == "user:adam"
    page = desk.get(answer["Location"]).content.decode()
    assert escape("Gina <b>Grün</b>") in page
    assert "<b>Grün" not in page
    assert "No role yet" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"username": "alice", "display_name": "X"}, "already an account"),
        ({"username": "a b", "display_name": "X"}, "letters, numbers, underscores or hyphens"),
        ({"username": "new", "display_name": "X"}, "cannot be a user name"),
        ({"username": "gina"}, "This field is required."),
        ({"username": "gina", "display_name": "a\x00b"}, "Null characters are not allowed."),
        ({"username": "gina", "display_name": "X", "organisation": "999999"}, "Select a valid choice"),
    ],
)
def test_new_when_wrong_then_the_field_says_why_and_nothing_is_made(
    desk: Client, cast: Cast, record: Record, form: dict[str, str], told: str
) -> None:
    before = User.objects.count()
    answer = desk.post(f"{DESK}new/", form)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in text_of(page)
    assert "There is a problem" in page
    assert escape(form["username"]) in page  # what was typed is still there
    assert User.objects.count() == before
    assert record.kinds() == []


def test_detail_when_opened_then_roles_state_and_history(desk: Client, alice: Actor) -> None:
    page = text_of(desk.get(f"{DESK}alice/").content.decode())
    assert "Vetting officer" in page
    assert "Port of Example" in page
    assert "Account alice created." in page
    assert "Vetting officer given to alice at XXPEX." in page
    assert "Link to set a password" in page
    assert "Block account" in page


def test_detail_when_of_a_device_then_a_token_instead_of_a_link(desk: Client, reader: Actor) -> None:
    page = text_of(desk.get(f"{DESK}reader/").content.decode())
    assert "Device" in page
    assert "New token" in page
    assert "Link to set a password" not in page


def test_detail_when_of_oneself_then_nothing_can_be_changed(desk: Client) -> None:
    page = desk.get(f"{DESK}adam/").content.decode()
    assert "Nobody gives a role to themselves" in page
    for action in ("give", "let-in", "active"):
        assert f'action="{DESK}adam/{action}/"' not in page


def test_role_when_given_then_shown_and_on_record(
    desk: Client, dave: Actor, port: Port, record: Record
) -> None:
    desk.post(f"{DESK}dave/give/", {"role": "auditor", "port": str(port.pk)})
    assert record.one("accounts.role.given").actor == "user:adam"
    page = text_of(desk.get(f"{DESK}dave/").content.decode())
    assert "Auditor given to Dave." in page


def test_role_when_at_a_port_of_somebody_else_then_refused(
    desk: Client, dave: Actor, other_port: Port, record: Record
) -> None:
    desk.post(f"{DESK}dave/give/", {"role": "auditor", "port": str(other_port.pk)})
    assert "Choose a role and one of your ports." in desk.get(f"{DESK}dave/").content.decode()
    assert record.kinds() == []
    assert not dave.user.role_assignments.exists()


def test_role_when_kept_apart_or_for_oneself_then_refused_with_the_sentence(
    desk: Client, alice: Actor, port: Port, record: Record
) -> None:
    for name, held, told in (
        ("alice", "badge_officer", "Badge officer and Vetting officer are kept apart"),
        ("adam", "policy_officer", "Nobody gives a role to themselves."),
    ):
        page = f"http://testserver{DESK}{name}/"
        desk.post(f"{page}give/", {"role": held, "port": str(port.pk)}, headers={"referer": page})
        assert told in desk.get(page).content.decode()
    assert record.kinds() == []


def test_role_when_ended_then_gone_and_on_record(desk: Client, alice: Actor, record: Record) -> None:
    assignment = alice.user.role_assignments.get()
    address = f"{DESK}alice/end/{assignment.pk}/"
    page = f"http://testserver{DESK}alice/"
    for reason in ("", "   ", "x" * 301, "a\x00b"):
        desk.post(address, {"reason": reason}, headers={"referer": page})
        assert "Give a reason of at most 300 characters." in desk.get(page).content.decode()
    assert record.kinds() == []
    desk.post(address, {"reason": "moves to another port"})
    assert record.one("accounts.role.ended").body["reason"] == "moves to another port"
    assert not alice.scope.holds("view_cases")
    assert desk.post(address, {"reason": "again"}).status_code == 404


def test_link_when_asked_for_then_shown_once_and_never_kept(
    desk: Client, alice: Actor, record: Record
) -> None:
    answer = desk.post(f"{DESK}alice/let-in/")
    page = answer.content.decode()
    found = re.search(r"http://testserver/accounts/password/reset/key/[\w-]+/", page)
    assert found
    assert answer["Cache-Control"] == "no-store"
    assert record.one("accounts.user.invited").subject == "user:alice"
    assert found[0] not in desk.get(f"{DESK}alice/").content.decode()
    form = Client().get(found[0].removeprefix("http://testserver"), follow=True)
    assert 'name="password1"' in form.content.decode()


def test_token_when_asked_for_then_shown_once(desk: Client, reader: Actor, record: Record) -> None:
    answer = desk.post(f"{DESK}reader/let-in/")
    found = re.search(r'value="([0-9a-f]{64})"', answer.content.decode())
    assert found
    assert answer["Cache-Control"] == "no-store"
    assert record.kinds() == ["accounts.token.issued"]
    assert found[1] not in desk.get(f"{DESK}reader/").content.decode()


def test_account_when_blocked_and_opened_then_state_and_record(
    desk: Client, alice: Actor, record: Record
) -> None:
    for active, kind, word in (
        ("0", "accounts.user.blocked", "Blocked"),
        ("1", "accounts.user.opened", "Open"),
    ):
        desk.post(f"{DESK}alice/active/", {"active": active, "reason": "a check"})
        assert record.one(kind).body["reason"] == "a check"
        assert f"State {word}" in text_of(desk.get(f"{DESK}alice/").content.decode())


def test_account_when_it_holds_a_role_at_another_port_then_not_let_in_nor_blocked(
    desk: Client, alice: Actor, other_port: Port, now: datetime, record: Record
) -> None:
    """An administrator of one port could else choose the password of an officer of another."""
    role.give(alice.user, Role.BADGE_OFFICER, other_port, actor=MAKER, at=now)
    record.new()
    page = desk.get(f"{DESK}alice/").content.decode()
    for action in ("let-in", "active"):
        assert f'action="{DESK}alice/{action}/"' not in page
        answer = desk.post(f"{DESK}alice/{action}/", {"active": "0", "reason": "x"})
        assert answer.status_code == 403
        assert "also holds a role at another port" in answer.content.decode()
    assert record.kinds() == []
    assert User.objects.get(username="alice").is_active


@pytest.mark.parametrize("address", ["", "give/", "end/1/", "let-in/", "active/"])
def test_account_when_out_of_reach_then_like_one_that_does_not_exist(
    desk: Client, other_port: Port, now: datetime, address: str
) -> None:
    people.make_actor("far", Role.AUDITOR, other_port, at=now)
    answers = []
    for name in ("far", "nobody"):
        method = desk.post if address else desk.get
        answer = method(f"{DESK}{name}/{address}", {"reason": "x"})
        answers.append((answer.status_code, answer.content.decode().replace(name, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
