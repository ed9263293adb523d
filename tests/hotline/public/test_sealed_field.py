"""What a form carries is readable by this service alone, for one purpose, for some hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.public import sealed_field
from hotline.public.sealed_field import LASTS, Purpose, Stale

pytestmark = pytest.mark.unit

AT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
SECRET = "s" * 40


def seal(content: dict[str, object]) -> str:
    return sealed_field.seal(Purpose.DRAFT, content, secret=SECRET, at=AT)


def unseal(
    value: str, *, secret: str = SECRET, purpose: Purpose = Purpose.DRAFT, at: datetime = AT
) -> object:
    return sealed_field.unseal(purpose, value, secret=secret, at=at)


def test_content_when_sealed_then_comes_back_and_shows_nothing() -> None:
    value = seal({"told": "Two men"})
    assert unseal(value) == {"told": "Two men"}
    assert "Two" not in value


def test_field_when_little_or_much_was_written_then_equally_long() -> None:
    assert len(seal({"told": ""})) == len(seal({"told": "x" * 5000}))


@pytest.mark.parametrize("value", ["", "x", "é", "AAAA", "A" * 500, "A" * 200_000])
def test_field_when_not_ours_then_stale(value: str) -> None:
    with pytest.raises(Stale):
        unseal(value)


def test_field_when_any_of_its_bytes_was_changed_then_stale() -> None:
    value = seal({})
    for place in range(0, len(value), 257):
        changed = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
        with pytest.raises(Stale):
            unseal(changed)


def test_field_when_of_another_service_or_purpose_then_stale() -> None:
    value = seal({})
    with pytest.raises(Stale):
        unseal(value, secret="t" * 40)
    with pytest.raises(Stale):
        unseal(value, purpose=Purpose.CONVERSATION)


def test_field_when_its_time_is_over_then_stale() -> None:
    value = seal({})
    assert unseal(value, at=AT + LASTS[Purpose.DRAFT]) == {}
    for at in (AT + LASTS[Purpose.DRAFT] + timedelta(seconds=1), AT - timedelta(minutes=2)):
        with pytest.raises(Stale):
            unseal(value, at=at)
