"""Components are rendered without collected static files; the manifest has its own test."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def draw() -> Any:
    """Renders a line of template with the component tags loaded."""
    from django.template import Context, Template

    def render(source: str, **values: Any) -> str:
        return " ".join(Template("{% load ui %}" + source).render(Context(values)).split())

    return render
