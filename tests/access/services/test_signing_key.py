"""Keys that sign badges and lists: the first, the next, and one that leaked."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from access.credential import key_publication
from access.credential.refusal import Untrusted
from access.models import CredentialKey
from access.selectors.credential_key import current_key, published_keys, verifying_keys
from access.services import key_directory, signing_key
from accounts.models import Port
from ledger.models import Job
from portsec.kernel.errors import Conflict, InvalidInput, Refused, Unavailable
from tests.people import Cast
from tests.threads import at_once
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def directory(settings: object, tmp_path: Path) -> Path:
    settings.CREDENTIAL_KEY_DIR = tmp_path / "keys"  # type: ignore[attr-defined]
    return tmp_path / "keys"


def test_first_key_when_needed_then_made_once_with_a_file_for_its_owner_alone(
    port: Port, now: datetime, directory: Path, record: Record
) -> None:
    made = signing_key.signing(port, at=now)
    assert signing_key.signing(port, at=now + timedelta(days=1)) == made
    assert key_directory.key_of(bytes(made.kid)).public == bytes(made.public)
    key_directory.secret_of_places("one")
    assert sorted(path.name for path in directory.iterdir()) == sorted(
        [f"{bytes(made.kid).hex()}.pem", "places.secret"]
    )
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert record.one("access.credential_key.made").body == {"kid": bytes(made.kid).hex()}


def test_secret_of_places_when_asked_then_one_for_each_list_and_always_the_same() -> None:
    first = key_directory.secret_of_places("one")
    assert (len(first), first) == (32, key_directory.secret_of_places("one"))
    assert first != key_directory.secret_of_places("two")


def test_key_when_its_file_is_gone_then_unavailable_and_a_rotation_helps(
    cast: Cast, port: Port, now: datetime, directory: Path
) -> None:
    made = signing_key.signing(port, at=now)
    (directory / f"{bytes(made.kid).hex()}.pem").unlink()
    with pytest.raises(Unavailable, match="CREDENTIAL_KEY_DIR"):
        key_directory.key_of(bytes(made.kid))
    new = signing_key.rotate(port, **cast.sven.acts(now))
    assert key_directory.key_of(bytes(new.kid)).public == bytes(new.public)
    keys = published_keys(port, at=now)
    assert keys is not None
    with pytest.raises(Untrusted):  # nothing that a reader trusts vouches for it any more
        key_publication.accept(signing_key.vouch(port, keys), keys.without(bytes(new.kid), at=now))


def test_file_when_it_holds_another_key_then_unavailable(port: Port, now: datetime, directory: Path) -> None:
    made = signing_key.signing(port, at=now)
    (directory / f"{bytes(made.kid).hex()}.pem").write_text("nonsense")
    with pytest.raises(Unavailable):
        key_directory.key_of(bytes(made.kid))


def test_rotation_when_done_then_a_reader_that_holds_the_old_key_follows(
    cast: Cast, port: Port, now: datetime, record: Record
) -> None:
    old = signing_key.signing(port, at=now)
    held = published_keys(port, at=now)
    later = now + timedelta(days=60)
    new = signing_key.rotate(port, **cast.sven.acts(later))
    keys = published_keys(port, at=later)
    assert held is not None
    assert keys is not None
    accepted = key_publication.accept(signing_key.vouch(port, keys), held)
    assert [key.kid for key in accepted.keys] == [bytes(old.kid), bytes(new.kid)]
    assert current_key(port) == new
    old.refresh_from_db()
    assert old.signs_until == new.signs_from
    assert set(record.kinds()) >= {
        "access.credential_key.made",
        "access.credential_key.retired",
    }
    assert Job.objects.filter(kind="access.publish_status_lists", state="waiting").exists()


def test_old_key_when_its_last_credential_has_ended_then_published_no_more_but_still_verified_here(
    cast: Cast, port: Port, now: datetime
) -> None:
    old = signing_key.signing(port, at=now)
    signing_key.rotate(port, **cast.sven.acts(now + timedelta(days=1)))
    ids = []
    for days in (30, 32):
        keys = published_keys(port, at=now + timedelta(days=days))
        assert keys is not None
        ids.append(bytes(old.kid) in [key.kid for key in keys.keys])
    assert ids == [True, False]
    verifying = verifying_keys(port)
    assert verifying is not None
    assert bytes(old.kid) in [key.kid for key in verifying.keys]


def test_key_when_withdrawn_then_verifies_nothing_and_another_signs(
    cast: Cast, port: Port, now: datetime, record: Record
) -> None:
    leaked = signing_key.signing(port, at=now)
    signing_key.withdraw(leaked, reason="Seen elsewhere.", **cast.sven.acts(now + timedelta(hours=1)))
    new = current_key(port)
    assert new is not None
    assert new != leaked
    for keys in (published_keys(port, at=now), verifying_keys(port)):
        assert keys is not None
        assert [key.kid for key in keys.keys] == [bytes(new.kid)]
    assert record.one("access.credential_key.withdrawn").body["reason"] == "Seen elsewhere."
    with pytest.raises(Conflict):
        signing_key.withdraw(leaked, reason="Again.", **cast.sven.acts(now))


def test_keys_when_no_security_officer_then_refused(cast: Cast, port: Port, now: datetime) -> None:
    made = signing_key.signing(port, at=now)
    with unchanged(), pytest.raises(Refused):
        signing_key.rotate(port, **cast.carol.acts(now))
    with unchanged(), pytest.raises(Refused):
        signing_key.withdraw(made, reason="Why not.", **cast.carol.acts(now))
    with unchanged(), pytest.raises(InvalidInput):
        signing_key.withdraw(made, reason=" ", **cast.sven.acts(now))


def test_port_when_it_never_signed_then_no_keys(port: Port, now: datetime) -> None:
    assert (published_keys(port, at=now), verifying_keys(port), current_key(port)) == (None, None, None)


@pytest.mark.django_db(transaction=True)
def test_first_key_when_two_need_it_at_once_then_one_is_made(port: Port, now: datetime) -> None:
    found = at_once([lambda: signing_key.signing(port, at=now).pk] * 4)
    assert len(set(found)) == 1
    assert CredentialKey.objects.filter(port=port).count() == 1
