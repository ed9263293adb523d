"""What goes to a requested State: the words of the request sheet and of the reminder, in five languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from screening.enums import Channel, Language, RequestPurpose

_DATA = Path(__file__).parent / "data" / "request_texts.yaml"

# The purposes are the port's own codes; the law names purposes, not codes.
PURPOSE_BASIS: Mapping[RequestPurpose, str] = MappingProxyType(
    {
        RequestPurpose.CRITICAL_ENTITY: (
            "Directive (EU) 2022/2557, Art. 14(3); Framework Decision 2009/315/JHA, Art. 6(1) and 7(2)"
        ),
        RequestPurpose.PORT_SECURITY: (
            "Regulation (EC) 725/2004 with national law; Framework Decision 2009/315/JHA, Art. 6(1) and 7(2)"
        ),
        RequestPurpose.OWN_RECORD: (
            "Framework Decision 2009/315/JHA, Art. 6(2); outside the Union the law of the State asked"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Every word of a request sheet in one language."""

    title: str
    requested: str
    requesting: str
    reference: str
    purpose: str
    legal_basis: str
    use: str
    person: str
    family_name: str
    given_names: str
    native_name: str
    birth_date: str
    birth_place: str
    sex: str
    nationality: str
    asked_for: str
    question: str
    deadline: str
    answer: str
    answers: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder as it goes out."""

    subject: str
    paragraphs: tuple[str, ...]


@cache
def _texts() -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def sheet_words(language: Language) -> SheetWords:
    """The words of the request sheet."""
    words = _texts()[language.value]["sheet"]
    return SheetWords(**words | {"answers": tuple(words["answers"])})


def reminder(language: Language, *, reference: str, asked: date, due: date, number: int) -> Reminder:
    """The text of a reminder. Dates are written in the ISO form, which every administration reads alike."""
    text = _texts()[language.value]["reminder"]
    blanks = {"reference": reference, "asked": asked, "due": due, "number": number}
    paragraphs = tuple(each.format(**blanks) for each in text["paragraphs"])
    return Reminder(text["subject"].format(**blanks), paragraphs)


def purpose_for(channel: Channel, *, is_critical: bool) -> RequestPurpose:
    """What a request is for: the person's own record, the check of a critical entity, or that of a port."""
    if channel is Channel.OWN_REQUEST:
        return RequestPurpose.OWN_RECORD
    return RequestPurpose.CRITICAL_ENTITY if is_critical else RequestPurpose.PORT_SECURITY
