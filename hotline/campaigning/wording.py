"""What cards and posters say, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

CATALOGUE: Final = Path(__file__).parent / "catalogue"
RIGHT_TO_LEFT: Final = frozenset({"ar"})
CUES: Final = 4  # of the driver card: route, cargo, place, followed


@dataclass(frozen=True, slots=True)
class Wording:
    """The catalogue of one language. `review` is empty once a native speaker has read it."""

    language: str
    name: str
    review: str
    messages: Mapping[str, Any]

    def say(self, message: str) -> str:
        """A message. An absent one raises KeyError: nothing is printed with a hole."""
        return str(self.messages[message])

    @property
    def cues(self) -> list[str]:
        return [str(each) for each in self.messages["cues"]]

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages in which cards can be printed."""
    return tuple(sorted(path.stem for path in CATALOGUE.glob("*.yaml")))


@cache
def wording(language: str) -> Wording:
    """The catalogue of a language. Raises KeyError for one in which nothing can be printed."""
    if language not in languages():
        raise KeyError(language)
    messages = yaml.safe_load((CATALOGUE / f"{language}.yaml").read_text(encoding="utf-8"))
    return Wording(language, str(messages["language"]), str(messages.get("review", "")), messages)
