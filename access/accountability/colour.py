"""Whether letters on a badge's colour band can be read, by the contrast of WCAG 2.2, criterion 1.4.3."""

from __future__ import annotations

import re

BLACK, WHITE = "#000000", "#ffffff"
READABLE = 4.5  # contrast ratio for text of ordinary size, WCAG 2.2, 1.4.3
HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(first: str, second: str) -> float:
    """The contrast of two colours written as #rrggbb, from 1 to 21. Raises ValueError for other text."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lettering(colour: str) -> str:
    """Black or white, whichever is read better on the colour. One of the two is always readable."""
    return max(WHITE, BLACK, key=lambda letters: contrast(colour, letters))


def are_apart(first: str, second: str) -> bool:
    """Whether two bands can be told from each other by lightness or by hue.

    Their lightness differs clearly (half of what text needs), or one of their channels differs by a quarter.
    """
    apart = max(abs(a - b) for a, b in zip(_channels(first), _channels(second), strict=True))
    return contrast(first, second) >= READABLE / 2 or apart >= 64


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour written as #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
