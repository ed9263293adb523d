"""What a reviewer sees beside a line: last use, who else holds it, and what taking it away would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.reviewing.words import RemovalCost

LOOK_BACK = timedelta(days=90)
"""How far back uses are counted, as the shrinker does."""

LITTLE = 5
"""Up to so many look-ups in 90 days can be asked for one by one. House proposal of November 2026."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one holder and field class. `uses` rested on these grants and on no other work."""

    last_used_at: datetime | None
    uses: int
    peers_having: int
    peers_of: int

    @property
    def cost(self) -> RemovalCost:
        """The holder's other work still explains the rest, so only what rested on the grants counts."""
        if self.uses == 0:
            return RemovalCost.NONE
        return RemovalCost.LITTLE if self.uses <= LITTLE else RemovalCost.MUCH

    @property
    def peers(self) -> str:
        if self.peers_of == 0:
            return "Nobody else does this work."
        return f"{self.peers_having} of {self.peers_of} people in the same work hold it, too."
