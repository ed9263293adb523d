"""The message catalogues: what letters say, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from screening.enums import Language

CATALOGUE = Path(__file__).parent / "catalogue"


@dataclass(frozen=True, slots=True)
class Wording:
    """The catalogue of one language. An absent message raises KeyError: no letter leaves with a hole."""

    language: Language
    messages: Mapping[str, Any]

    def say(self, name: str, /, **facts: str) -> str:
        """A message with its facts filled in; facts are not looked through for braces."""
        return str(self.messages[name]).format_map(facts)

    def word(self, group: str, value: str) -> str:
        """The word for a value of a vocabulary, `data_class` say."""
        return str(self.messages[group][value])

    def day(self, on: date) -> str:
        """A date in full, as the language writes it."""
        month = self.messages["months"][on.month - 1]
        return str(self.messages["date"]).format(day=on.day, month=month, year=on.year)


@cache
def wording(language: Language) -> Wording:
    """The catalogue of a language."""
    text = (CATALOGUE / f"{language.value}.yaml").read_text(encoding="utf-8")
    return Wording(language, yaml.safe_load(text))
