"""The secret of release codes is changed while codes wait."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from access.models import ReleaseCode
from access.services import release_code, sealed_code
from portsec.kernel.errors import Conflict
from tests.access.management.commands import printed
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

CODE = "7731-XQ"


@pytest.fixture
def kept(made: Scenario, tmp_path: Path, settings: Any) -> ReleaseCode:
    settings.CREDENTIAL_KEY_DIR = tmp_path
    return release_code.keep(made.visit, CODE, **made.cast.dora.acts(made.at))


def opened(kept: ReleaseCode) -> str:
    kept.refresh_from_db()
    return sealed_code.unseal(bytes(kept.sealed), about=f"release code of visit {kept.visit_id}")


def test_rotation_when_codes_wait_then_sealed_anew_and_the_old_secret_can_go(
    kept: ReleaseCode, record: Record, tmp_path: Path
) -> None:
    before = bytes(kept.sealed)
    out, _ = printed("rotate_code_secret", forget=True)
    assert opened(kept) == CODE
    assert bytes(kept.sealed) != before
    assert "1 were sealed anew" in out
    assert [path.name for path in tmp_path.iterdir()] == ["codes.secret"]
    said = {entry.kind: entry.body for entry in record.new()}
    assert said["access.release_code.secret_rotated"]["resealed"] == 1
    assert said["access.release_code.secrets_forgotten"]["secrets"] == 1
    assert CODE not in str(said)


def test_secrets_when_a_code_waits_under_an_earlier_one_then_not_forgotten(
    kept: ReleaseCode, now: datetime
) -> None:
    late = bytes(kept.sealed)
    printed("rotate_code_secret")
    ReleaseCode.objects.filter(pk=kept.pk).update(sealed=late)  # a process that had read the secret before
    with pytest.raises(Conflict, match="earlier secret"):
        release_code.forget_old_secrets(actor="system:test", at=now)
    assert opened(kept) == CODE
