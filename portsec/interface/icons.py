"""The icon sprite: one SVG file, made from the lucide wheel when static files are collected."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SPRITE = "portsec/icons.svg"
LIST = Path(__file__).with_name("icons.txt")
WHEEL = Path(str(files("lucide"))) / "lucide.zip"
SOURCES = (LIST, WHEEL, Path(__file__))


def _listed() -> dict[str, str]:
    lines = LIST.read_text().splitlines()
    named = [line.split() for line in lines if line and not line.startswith("#")]
    return {words[0]: words[-1] for words in named}


# Our name of an icon to the name of its outline in the wheel. What is missing is an error at render.
OUTLINES = _listed()
ICONS = frozenset(OUTLINES)


class UnknownIcon(ValueError):
    """A template asks for an outline that is not in the sprite."""


def known(name: str) -> str:
    """The same name. Raises UnknownIcon, so that a misspelt icon never leaves an empty place."""
    if name not in ICONS:
        raise UnknownIcon(f"icon {name!r} is not in the sprite: add it to portsec/interface/icons.txt")
    return name


@cache
def sprite() -> bytes:
    """The whole sprite. Colour and stroke come from the page's stylesheet, so symbols carry shapes only."""
    with zipfile.ZipFile(WHEEL) as outlines:
        symbols = [_symbol(name, outlines.read(f"{OUTLINES[name]}.svg").decode()) for name in sorted(ICONS)]
    return "".join(['<svg xmlns="http://www.w3.org/2000/svg">\n', *symbols, "</svg>\n"]).encode()


def _symbol(name: str, outline: str) -> str:
    shapes = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", outline, flags=re.DOTALL)
    shapes = re.sub(r"\s*\n\s*", "", shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>\n'


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """The sprite on disk, in a private folder that goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="portsec-sprite-")
    target = Path(folder.name) / SPRITE
    target.parent.mkdir()
    target.write_bytes(sprite())
    changed = max(
        path.stat().st_mtime for path in SOURCES
    )  # the same at every start, unless a source changed
    os.utime(target, (changed, changed))
    return folder


class SpriteFinder(BaseFinder):
    """Offers the sprite to collectstatic, to the development server and to whitenoise."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Nothing to look through: the sprite is made when it is asked for."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SPRITE:
            return []
        found = str(Path(_folder().name) / SPRITE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield SPRITE, FileSystemStorage(location=_folder().name)
