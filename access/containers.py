"""Container numbers after ISO 6346: read, check, compare."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from portsec.kernel.errors import InvalidInput

CATEGORIES = {
    "U": "freight container",
    "J": "detachable equipment",
    "Z": "trailer or chassis",
}
"""Equipment categories of ISO 6346, 3.1.2. Swap bodies (EN 13044: A, B, C, D, K) are not containers."""

NUMBER_LENGTH = 11  # characters: owner code 3, category 1, serial number 6, check digit 1

_SEPARATORS = re.compile(r"[\s\-./\[\]()]+")
# Ten and up without 11, 22 and 33: a multiple of the modulus would count as nothing (ISO 6346, annex A).
_LETTER_VALUES = dict(zip(string.ascii_uppercase, (n for n in range(10, 39) if n % 11), strict=True))
# Not str.upper(): it would make ordinary letters of dotless i and long s.
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_VALUES = {digit: int(digit) for digit in string.digits} | _LETTER_VALUES


class InvalidContainerNumber(InvalidInput):
    """A text that is no container number. `code` says what is wrong: container_length, container_characters,
    container_owner, container_category, container_serial, container_check_digit."""

    code = "container_invalid"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class ContainerNumber:
    """A well-formed number. Only `parse` vouches for its check digit; `read_form` leaves that open."""

    owner: str
    category: str
    serial: str
    check_digit: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.serial}{self.check_digit}"

    @property
    def prefix(self) -> str:
        """Owner code and category, four letters."""
        return self.owner + self.category

    @property
    def serial_number(self) -> int:
        return int(self.serial)

    @property
    def computed_check_digit(self) -> int:
        return check_digit(self.prefix + self.serial)

    @property
    def has_right_check_digit(self) -> bool:
        return self.check_digit == self.computed_check_digit


def check_digit(ten: str) -> int:
    """The check digit of owner code, category and serial number, ten capital letters and digits (annex A).

    A remainder of 10 is written 0, so about one serial number in eleven is protected less well.
    Raises InvalidContainerNumber for anything that is not ten such characters.
    """
    if len(ten) != NUMBER_LENGTH - 1:
        raise InvalidContainerNumber(
            "container_length", f"Expected 10 characters before the check digit, got {len(ten)}."
        )
    if any(character not in _VALUES for character in ten):
        raise InvalidContainerNumber(
            "container_characters", "A container number has only letters A to Z and digits."
        )
    return sum(_VALUES[character] << position for position, character in enumerate(ten)) % 11 % 10


def normalise(text: str) -> str:
    """Capitals, without the spaces, hyphens, dots, slashes and brackets that people write. Checks nothing."""
    return _SEPARATORS.sub("", text).translate(_CAPITALS)


def read_form(text: str) -> ContainerNumber:
    """Read owner code, category, serial number and check digit without testing the check digit.

    For look-ups as they were typed: a guessed number has a form, too. Raises InvalidContainerNumber.
    """
    number = normalise(text)
    if any(character not in _VALUES for character in number):
        raise InvalidContainerNumber(
            "container_characters", "A container number has only letters A to Z and digits."
        )
    if len(number) != NUMBER_LENGTH:
        detail = (
            f"A container number has {NUMBER_LENGTH} characters (like CSQU3054383), this has {len(number)}."
        )
        raise InvalidContainerNumber("container_length", detail)
    owner, category, serial, digit = number[:3], number[3], number[4:10], number[10]
    if not owner.isalpha():
        raise InvalidContainerNumber("container_owner", f"The owner code must be three letters, not {owner}.")
    if category not in CATEGORIES:
        raise InvalidContainerNumber(
            "container_category", f"The fourth letter must be U, J or Z, not {category}."
        )
    if not (serial + digit).isdigit():
        detail = f"Six digits and a check digit must follow {owner}{category}, not {serial}{digit}."
        raise InvalidContainerNumber("container_serial", detail)
    return ContainerNumber(owner, category, serial, int(digit))


def parse(text: str) -> ContainerNumber:
    """Read a container number and test its check digit. The error says what is wrong."""
    number = read_form(text)
    if not number.has_right_check_digit:
        detail = f"The check digit of {number.prefix} {number.serial} does not fit: {number.check_digit}."
        raise InvalidContainerNumber("container_check_digit", detail)
    return number


def is_valid(text: str) -> bool:
    """Whether the text is a container number with the right check digit."""
    try:
        parse(text)
    except InvalidContainerNumber:
        return False
    return True


def serial_gap(first: ContainerNumber, second: ContainerNumber) -> int | None:
    """How far apart the serial numbers of two containers of one prefix are; None for different prefixes."""
    if first.prefix != second.prefix:
        return None
    return abs(first.serial_number - second.serial_number)
