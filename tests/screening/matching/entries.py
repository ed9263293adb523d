"""Subjects and entries for the tests of the matcher."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from screening.enums import EntityKind
from screening.matching.subject import Subject
from screening.watchlists.birth_date import BirthDate
from screening.watchlists.entity import ListedDocument, ListedEntity, ListedName

BORN = BirthDate.on(date(1965, 3, 9))


def entry(*names: str, **fields: Any) -> ListedEntity:
    """A listed person; names marked `?` in front are weak, all behind the first are aliases."""
    listed = []
    for index, name in enumerate(names):
        quality = "weak" if name.startswith("?") else "primary" if index == 0 else "strong"
        listed.append(ListedName(name.removeprefix("?"), quality))  # type: ignore[arg-type]
    return ListedEntity("1", fields.pop("kind", EntityKind.PERSON), tuple(listed), **fields)


def full_entry(name: str = "HASAN DAHIR AWEYS") -> ListedEntity:
    return entry(
        name,
        births=(BORN,),
        nationalities=("Somalia",),
        sex="male",
        birth_places=("Mogadishu, Somalia",),
        documents=(ListedDocument("Passport", "A-123 4567", "Somalia"),),
    )


def full_subject(name: str = "Hasan Dahir Aweys") -> Subject:
    return Subject(
        (name,),
        birth=BORN,
        nationalities=("SO",),
        sex="male",
        birth_place="Mogadishu",
        documents=("A1234567",),
    )


words = st.text(alphabet="abcdeikmnorstuvyz", min_size=1, max_size=9)
person_names = st.lists(words, min_size=1, max_size=5).map(" ".join)
any_text = st.text(max_size=40)
