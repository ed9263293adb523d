"""The first person comes in by a command; everybody else by that person."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Port, User
from accounts.selectors.scope import scope_of
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_command_when_the_port_is_new_then_port_person_role_and_link(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_administrator", "ada", "--port=BEANR", "--port-name=Antwerp")
    told = capsys.readouterr().out
    assert told.startswith("ada administers Antwerp. Set the password at: /accounts/password/reset/key/")
    assert scope_of(User.objects.get()).ports("manage_accounts") == {Port.objects.get().pk}
    assert record.kinds() == ["accounts.user.created", "accounts.role.given", "accounts.user.invited"]


def test_command_when_repeated_then_one_person_one_role_and_a_new_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(2):
        call_command("create_administrator", "ada", "--port=BEANR", "--port-name=Antwerp")
    assert User.objects.get().role_assignments.count() == 1
    assert capsys.readouterr().out.count("Set the password at") == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["ada", "--port=BEANR"], "no port BEANR yet"),
        (["ada", "--port=nowhere", "--port-name=X"], "UN/LOCODE"),
        (["a/da", "--port=BEANR", "--port-name=Antwerp"], "cannot be a user name"),
    ],
)
def test_command_when_wrong_then_one_line_and_nothing_is_made(
    arguments: list[str], problem: str, record: Record
) -> None:
    with pytest.raises(CommandError, match=problem) as refused:
        call_command("create_administrator", *arguments)
    assert "\n" not in str(refused.value)
    assert not User.objects.exists()
    assert not Port.objects.exists()
    assert record.kinds() == []
