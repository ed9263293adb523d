"""A port's hotline opens once three keepers have typed their passphrases."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Port
from hotline.models import Hub
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

KEEPERS = ["--keeper", "one", "--keeper", "two", "--keeper", "three"]
TYPED = "the first passphrase\nthe second passphrase\nthe third passphrase\n"


def test_hotline_when_three_keepers_type_passphrases_then_open_and_a_repeat_changes_nothing(
    port: Port, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TYPED))
    told = io.StringIO()
    call_command("open_hotline", port.locode, *KEEPERS, "--sister", "XXOTH", stdout=told)
    hub = Hub.objects.get()
    assert (hub.is_open, hub.sister, hub.keepers.count(), len(hub.languages)) == (True, "XXOTH", 3, 12)
    assert "is open" in told.getvalue()
    assert record.kinds() == ["hotline.hub.set_up", "hotline.recovery.set_up", "hotline.hub.opened"]
    with unchanged():
        call_command("open_hotline", port.locode, "--sister", "XXOTH", stdout=told)


@pytest.mark.parametrize(
    ("locode", "keepers", "typed"),
    [("XXNON", KEEPERS, TYPED), ("XXPEX", KEEPERS[:4], TYPED), ("XXPEX", KEEPERS, "short\n" * 3)],
    ids=["no port", "two keepers", "short passphrases"],
)
def test_hotline_when_something_is_missing_then_refused_in_one_line(
    port: Port, monkeypatch: pytest.MonkeyPatch, locode: str, keepers: list[str], typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with unchanged(), pytest.raises(CommandError):
        call_command("open_hotline", locode, *keepers)
