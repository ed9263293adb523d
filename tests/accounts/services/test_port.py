"""Ports by their UN/LOCODE."""

from __future__ import annotations

import pytest

from accounts.models import Port
from accounts.services import port as ports
from portsec.kernel.errors import InvalidInput

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_ensure_when_new_then_made_once_with_its_country() -> None:
    made = ports.ensure("BEANR", " Antwerp ")
    assert (made.name, made.country, made.isps_level) == ("Antwerp", "BE", 1)
    assert ports.ensure("BEANR", "Another name").pk == made.pk
    assert ports.ensure("BEANR").name == "Antwerp"


@pytest.mark.parametrize(
    "locode", ["", "BE", "beanr", "BEAN1", "BEAN0", "BEANRX", "BEANR\n", "B3ANR", "ВEANR"]
)
def test_ensure_when_it_is_no_locode_then_invalid_and_no_port(locode: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ports.ensure(locode, "Somewhere")
    assert "locode" in refused.value.fields
    assert not Port.objects.exists()


def test_ensure_when_new_without_name_then_invalid() -> None:
    with pytest.raises(InvalidInput, match="name"):
        ports.ensure("BEANR", "  ")
