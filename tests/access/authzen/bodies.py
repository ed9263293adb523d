"""Bodies of requests."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For what is tried with anything at all: a machine that does other things pauses for seconds."""


def body(**more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "account", "id": "dora"},
        "action": {"name": "read"},
        "resource": {"type": "container", "id": "CSQU3054383"},
    } | more
