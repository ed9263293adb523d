"""Who acts for the made-up port, each with their scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Port, User
from accounts.selectors.scope import scope_of


@dataclass(frozen=True, slots=True)
class Team:
    """The operators by user name. `at` is the moment at which the demo is made."""

    port: Port
    users: dict[str, User]
    at: datetime

    def acts(self, name: str, at: datetime | None = None) -> dict[str, Any]:
        """The keyword arguments of a command."""
        actor = self.users[name]
        return {"actor": actor, "scope": scope_of(actor), "at": at or self.at}
