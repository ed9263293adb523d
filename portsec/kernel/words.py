"""Closed vocabularies: a string enum whose members carry the word that people read and a status tone."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A member is written `NAME = "value", "Label", "tone"`.

    Tones are good, bad, wait, info and mute; pages show them as icon and word, never by colour alone.
    Free of Django, so that pure judgement may use it; models pass `choices()`.
    """

    label: str
    tone: str

    def __new__(cls, value: str, label: str = "", tone: str = "mute") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("_", " ").capitalize()
        member.tone = tone
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]
