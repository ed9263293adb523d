"""Says findings in the language of a letter, from the neutral form that is stored with them.

Names of offences, and what a policy or an officer wrote, stay in English and are marked as such.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from string import Formatter
from typing import Any

import yaml

from screening.enums import Language
from screening.letters.wording import CATALOGUE, wording
from screening.offences import OFFENCES

RECORDED_IN = "en"  # the language in which policies and officers write
Neutral = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language; `lang` is empty where it is the letter's own."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """The catalogue of findings in one language: sentences and phrases, words of vocabularies, States."""

    language: Language
    texts: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    states: Mapping[str, str]

    def said(self, name: str, blanks: Neutral) -> Iterator[Run]:
        """A sentence or phrase with its blanks. Raises as `tell` says None."""
        for text, blank, _, _ in Formatter().parse(self.texts[name]):
            yield Run(text)
            if blank is not None:
                yield from self.blank(blanks[blank])

    def blank(self, value: Any) -> Iterator[Run]:
        """One blank in the form of `screening.suitability.said.neutral`."""
        match value:
            case {"says": name, "blanks": blanks}:
                yield from self.said(name, blanks)
            case {"word": vocabulary, "value": word}:
                yield Run(self.words[vocabulary][word])
            case {"day": day}:
                yield Run(wording(self.language).day(date.fromisoformat(day)))
            case {"state": code}:
                yield Run(self.states.get(code, code))
            case {"offence": code}:
                yield Run(OFFENCES[code].label, RECORDED_IN)
            case {"quoted": text}:
                yield Run(text, RECORDED_IN)
            case str() | int():
                yield Run(str(value))
            case _:
                raise ValueError(f"a blank of no known form: {value!r}")


def tell(said: Sequence[Neutral], language: Language) -> tuple[Run, ...] | None:
    """The sentences of a finding in a language.

    None where they cannot be said whole: in English, which is stored as it is; for a finding that was made
    before blanks were kept; and where the catalogue has no such sentence or word.
    """
    if not said or language is Language.EN:
        return None
    speech, runs = _speech(language), list[Run]()
    try:
        for sentence in said:
            runs += [*([Run(" ")] if runs else []), *speech.blank(sentence)]
    except (LookupError, ValueError):
        return None
    return tuple(_joined(runs))


def _joined(runs: list[Run]) -> Iterator[Run]:
    for lang, group in groupby((run for run in runs if run.text), key=lambda run: run.lang):
        yield Run("".join(run.text for run in group), lang)


@cache
def _speech(language: Language) -> Speech:
    text = (CATALOGUE / "findings" / f"{language.value}.yaml").read_text(encoding="utf-8")
    known = yaml.safe_load(text)
    return Speech(language, known["sentences"] | known["phrases"], known["words"], _states(language))


def _states(language: Language) -> dict[str, str]:
    """The names of States as the Unicode CLDR has them (Babel 2.18), by ISO 3166-1 code."""
    with (CATALOGUE / "states.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: row[language.value] for row in csv.DictReader(table)}
