"""IMO ship identification numbers (IMO Resolution A.1117(30)): seven digits, the last one a check digit."""

from __future__ import annotations

import re

from portsec.kernel.errors import InvalidInput

WEIGHTS = (7, 6, 5, 4, 3, 2)
_SHAPE = re.compile(r"(?:IMO)?\s*([0-9]{7})", re.ASCII | re.IGNORECASE)


def imo_number(text: str) -> str:
    """The seven digits of `IMO 9074729`. Raises InvalidInput saying what is wrong with it."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise InvalidInput("An IMO number has seven digits, as in IMO 9074729.")
    digits = found[1]
    if check_digit(digits[:6]) != int(digits[6]):
        raise InvalidInput(f"IMO {digits} is not a ship's number: its check digit is wrong.")
    return digits


def check_digit(first_six: str) -> int:
    """The last digit of the sum of each digit times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(first_six, WEIGHTS, strict=True)) % 10
