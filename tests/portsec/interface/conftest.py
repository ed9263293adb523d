"""Components drawn by themselves."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def draw() -> Any:
    """Renders a line of template with the component tags loaded."""
    from django.template import Context, Template

    def render(source: str, **values: Any) -> str:
        return " ".join(Template("{% load ui %}" + source).render(Context(values)).split())

    return render
