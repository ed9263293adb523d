"""Reads single cells of a crew list. Each function gives the value or raises CellError with the reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from screening.crew.words import TravelDocumentKind
from screening.matching.countries import code_of

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_NAME = 120  # letters, as the register of people holds them; the single window allows 70
LONGEST_TEXT = 60
# A document number in a passenger or crew message has at most 35 characters (UN/EDIFACT TDI, element 1004).
DOCUMENT_NUMBER = re.compile(r"[A-Z0-9]{3,35}")
LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
NAME_MARKS = frozenset(" -'’‘`´.,()/·・‐‑–")  # beside letters and their marks, in whatever script
JOINERS = frozenset("\u200c\u200d")  # written inside words of Persian and of Indian scripts
# ICAO Doc 9303, part 3: people without a nationality, and documents that no State issued.
NO_STATE = frozenset({"XXA", "XXB", "XXC", "XXX"})
OTHER_ISSUERS = frozenset({"UNO", "UNA", "UNK", "EUE", "XOM", "XPO", "XBA", "XIM", "XCC", "XCO", "XEC"})
GENDERS = {
    **dict.fromkeys(("m", "male", "1"), "M"),  # figures as in ISO/IEC 5218
    **dict.fromkeys(("f", "female", "2"), "F"),
    **dict.fromkeys(("x", "unspecified", "0", "9"), "X"),
}
DOCUMENT_KINDS = {
    **dict.fromkeys(("passport", "p", "pass", "ordinary passport"), TravelDocumentKind.PASSPORT),
    **dict.fromkeys(
        ("sid", "seafarer identity", "seafarer identity document", "seafarers identity document"),
        TravelDocumentKind.SEAFARER_IDENTITY,
    ),
    **dict.fromkeys(
        ("seamans book", "seaman book", "seafarers book", "discharge book", "seamans discharge book"),
        TravelDocumentKind.SEAMANS_BOOK,
    ),
    **dict.fromkeys(
        ("identity card", "id card", "id", "i", "national identity card"), TravelDocumentKind.IDENTITY_CARD
    ),
    **dict.fromkeys(("other", "other document"), TravelDocumentKind.OTHER),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?", re.ASCII)
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
SPOKEN = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4})", re.ASCII)
_FORMULA_QUOTE = re.compile(r"'(?='*[=+\-@＝＋－＠])")  # as a spreadsheet would run it
_NOT_A_WORD = re.compile(r"[\W_]+")


class CellError(ValueError):
    """The reason why a cell cannot be read, as a sentence."""


def cleaned(text: str) -> str:
    """The cell in composed letters, without outer blanks and the quote that stops a spreadsheet."""
    return _FORMULA_QUOTE.sub("", unicodedata.normalize("NFC", text).strip(), count=1).strip()


def name(text: str) -> str:
    """A name in any script."""
    strange = next((letter for letter in text if not _belongs_to_names(letter)), None)
    if strange is not None:
        raise CellError(f"{_shown(strange)} does not belong to a name.")
    if text and not any(unicodedata.category(letter).startswith("L") for letter in text):
        raise CellError("There is no letter in it.")
    return _short(" ".join(text.split()), LONGEST_NAME)


def words(text: str) -> str:
    """A short text."""
    strange = next((letter for letter in text if unicodedata.category(letter) in {"Cc", "Cs", "Co"}), None)
    if strange is not None:
        raise CellError(f"{_shown(strange)} does not belong here.")
    return _short(" ".join(text.split()), LONGEST_TEXT)


def nationality(text: str) -> str:
    """ISO 3166-1 alpha-2, or the code of ICAO for people without a nationality."""
    return text.upper() if text.upper() in NO_STATE else country(text)


def issuer(text: str) -> str:
    """ISO 3166-1 alpha-2, or the code of ICAO for an issuer that is no State."""
    return text.upper() if text.upper() in NO_STATE | OTHER_ISSUERS else country(text)


def country(text: str) -> str:
    """ISO 3166-1 alpha-2; the alpha-3 code and the country's name are understood too."""
    if not text:
        return ""
    code = code_of(text)
    if code is None:
        raise CellError(f"'{_cut(text)}' is no country; write its code, as in PH or PHL.")
    return code


def day(text: str) -> date | None:
    """A calendar date in a form that cannot be misread; None for an empty cell."""
    if not text:
        return None
    try:
        if found := ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DOTTED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := SPOKEN.fullmatch(text)) and found[2].lower() in MONTHS:
            return date(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        raise CellError(f"'{_cut(text)}' is no day of the calendar.") from None
    raise CellError(f"'{_cut(text)}' is not a date that is read alike everywhere; write 1985-03-29.")


def birth(text: str, *, today: date) -> date | None:
    """A date of birth: not in the future, not before 1900."""
    born = day(text)
    if born is not None and not EARLIEST_BIRTH <= born <= today:
        raise CellError(f"{born} cannot be a date of birth.")
    return born


def gender(text: str) -> str:
    """M, F or X, as travel documents give it."""
    if not text:
        return ""
    try:
        return GENDERS[text.casefold()]
    except KeyError:
        raise CellError(f"'{_cut(text)}' is neither M, F nor X.") from None


def document_kind(text: str) -> str:
    """A kind of travel document, by its name."""
    words = " ".join(_NOT_A_WORD.sub(" ", text.replace("'", "").replace("’", "").casefold()).split())
    found = DOCUMENT_KINDS.get(words) or next((kind for kind in TravelDocumentKind if kind == text), None)
    if found is None:
        known = ", ".join(kind.label for kind in TravelDocumentKind)
        raise CellError(f"'{_cut(text)}' is none of: {known}.")
    return found.value


def document_number(text: str) -> str:
    """Capital letters and figures; blanks and signs between them are left out, so that copies agree."""
    number = _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not DOCUMENT_NUMBER.fullmatch(number):
        raise CellError("A document's number has 3 to 35 Latin letters and figures.")
    return number


def locode(text: str) -> str:
    """A UN/LOCODE such as NLRTM."""
    code = "".join(text.split()).upper()
    if code and not LOCODE.fullmatch(code):
        raise CellError(f"'{_cut(text)}' is no UN/LOCODE; write it as in NLRTM.")
    return code


def sequence(text: str) -> int | None:
    """The number within the list."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text.rstrip("."), re.ASCII):
        raise CellError(f"'{_cut(text)}' is no number within a list.")
    return int(text.rstrip("."))


def _belongs_to_names(letter: str) -> bool:
    return letter in NAME_MARKS or letter in JOINERS or unicodedata.category(letter)[0] in {"L", "M"}


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellError(f"It has {len(text)} characters; {longest} are the most.")
    return text


def _cut(text: str) -> str:
    """As much of a cell as a sentence can carry."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _shown(letter: str) -> str:
    if letter in "\r\n":
        return "A line break"
    return f"'{letter}'" if letter.isprintable() else f"The character U+{ord(letter):04X}"
