"""People who appear only here, and limits that must not carry over from test to test."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.people import Actor, Cast


@pytest.fixture(autouse=True)
def _no_limit_carried_over() -> None:
    """allauth counts sign-ins per address in the cache; each test begins at nought."""
    cache.clear()


@pytest.fixture
def adam(cast: Cast) -> Actor:
    return cast.adam


@pytest.fixture
def reader(cast: Cast) -> Actor:
    return cast.reader
