"""The sprite holds every icon that the project uses, and static files find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

from portsec.interface import icons
from portsec.interface.components.markup import TONE_ICONS
from portsec.interface.components.panels import CALLOUT_ICONS

pytestmark = pytest.mark.unit

ROOT = Path(icons.__file__).parents[2]
USES = re.compile(
    r"""\{%\s*(?:icon|empty_state)\s+["']([\w-]+)["']      # in a template, first argument
      | \bicon\s*=\s*["']([\w-]+)["']                      # keyword, template or Python
      | ["']icon["']\s*:\s*["']([\w-]+)["']                # navigation dictionaries
      | \bEmpty\(\s*["']([\w-]+)["']""",
    re.VERBOSE,
)


def used_icons() -> Iterator[tuple[str, str]]:
    for app in ("portsec", "ledger", "accounts", "screening", "access", "hotline", "alliance"):
        for file in [*(ROOT / app).rglob("*.html"), *(ROOT / app).rglob("*.py")]:
            for match in USES.finditer(file.read_text()):
                yield next(filter(None, match.groups())), str(file.relative_to(ROOT))


def test_every_icon_used_in_the_project_is_in_the_sprite() -> None:
    missing = {(name, file) for name, file in used_icons() if name not in icons.ICONS}
    assert not missing
    assert {*TONE_ICONS.values(), *CALLOUT_ICONS.values()} <= icons.ICONS


def test_sprite_is_well_formed_and_holds_each_icon_once() -> None:
    symbols = ElementTree.fromstring(icons.sprite())  # noqa: S314  our own file
    assert sorted(symbol.attrib["id"] for symbol in symbols) == sorted(icons.ICONS)
    assert all(len(symbol) for symbol in symbols)
    assert not re.search(rb"<script|style=| on\w+=", icons.sprite())


def test_unknown_icon_is_an_error_that_says_where_to_add_it() -> None:
    with pytest.raises(icons.UnknownIcon, match=r"portsec/interface/icons\.txt"):
        icons.known("ancor")


def test_finder_offers_the_sprite_and_nothing_else() -> None:
    finder = icons.SpriteFinder()
    assert Path(finder.find(icons.SPRITE)).read_bytes() == icons.sprite()
    assert finder.find("portsec/other.svg") == []
    assert Path(finder.find(icons.SPRITE)).stat().st_mtime == max(
        path.stat().st_mtime for path in icons.SOURCES
    )
    ((path, storage),) = finder.list(None)
    assert storage.open(path).read() == icons.sprite()


def test_sprite_when_files_are_hashed_gets_a_hashed_name(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    storage.save(icons.SPRITE, ContentFile(icons.sprite()))
    list(storage.post_process({icons.SPRITE: (storage, icons.SPRITE)}))
    assert re.fullmatch(
        r"/static/portsec/icons\.[0-9a-f]{12}\.svg", storage._url(storage.stored_name, icons.SPRITE, True)
    )
