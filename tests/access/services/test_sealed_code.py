"""A sealed code opens with its own key and for its own visit alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from access.services import key_directory
from access.services.sealed_code import is_sealed_with, seal, unseal
from portsec.kernel.errors import Unavailable

pytestmark = pytest.mark.unit


def test_code_when_sealed_then_unreadable_and_opens_again(tmp_path: Path) -> None:
    with override_settings(CREDENTIAL_KEY_DIR=tmp_path):
        sealed = seal("7731-XQ", about="visit 1")
        assert b"7731" not in sealed
        assert unseal(sealed, about="visit 1") == "7731-XQ"
        assert seal("7731-XQ", about="visit 1") != sealed
    key = tmp_path / "codes.secret"
    assert key.stat().st_mode & 0o077 == 0


def test_code_when_put_to_another_visit_or_altered_or_the_key_is_gone_then_not_opened(tmp_path: Path) -> None:
    with override_settings(CREDENTIAL_KEY_DIR=tmp_path):
        sealed = seal("7731-XQ", about="visit 1")
        for wrong, about in ((sealed, "visit 2"), (sealed[:-1] + b"\0", "visit 1"), (b"", "visit 1")):
            with pytest.raises(Unavailable):
                unseal(wrong, about=about)
    with override_settings(CREDENTIAL_KEY_DIR=tmp_path / "other"), pytest.raises(Unavailable):
        unseal(sealed, about="visit 1")


def test_secret_when_rotated_then_new_seals_and_old_still_open_until_forgotten(tmp_path: Path) -> None:
    with override_settings(CREDENTIAL_KEY_DIR=tmp_path):
        first = seal("7731-XQ", about="visit 1")
        key_directory.rotate_secret_of_codes()
        key_directory.rotate_secret_of_codes()
        newest = seal("7731-XQ", about="visit 1")
        assert unseal(first, about="visit 1") == unseal(newest, about="visit 1") == "7731-XQ"
        present = key_directory.secret_of_codes()
        assert is_sealed_with(present, newest, about="visit 1")
        assert not is_sealed_with(present, first, about="visit 1")
        kept = sorted(path.name for path in tmp_path.iterdir())
        assert len(kept) == 3
        assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
        assert key_directory.forget_earlier_secrets_of_codes() == 2
        assert unseal(newest, about="visit 1") == "7731-XQ"
        with pytest.raises(Unavailable):
            unseal(first, about="visit 1")
