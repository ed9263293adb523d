"""How many reports came by a printed card, said so that no small group shows."""

from __future__ import annotations

from typing import Final

LEAST_SHOWN: Final = 10  # a cell below ten could point at one worker of a small company
STEP: Final = 10  # and a count that grows by one would tell a neighbour that somebody just reported


def shown(reports: int) -> str:
    """The count in full tens, or that there are fewer than ten. Zero is not told apart from nine."""
    if reports < LEAST_SHOWN:
        return f"fewer than {LEAST_SHOWN}"
    return f"{reports // STEP * STEP} or more"
