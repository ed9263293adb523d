"""Which person acts behind an account: two accounts of one person are one hand."""

from __future__ import annotations

from access.detection.window import Window


class Hands:
    """People behind accounts, as the port delivered them, else as the log shows them."""

    def __init__(self, window: Window) -> None:
        self._person = {fact.account: fact.person for fact in window.data_events if fact.person}
        self._owner: dict[str, str] = {}
        for account in window.context.accounts or ():
            if account.person:
                self._person[account.account] = account.person
            if account.owner:
                self._owner[account.account] = account.owner

    def behind(self, reference: str) -> str:
        """The person of an account; a reference that is no known account already means a person.

        Empty for programs and for nobody.
        """
        if not reference or reference.startswith("system:"):
            return ""
        return self._person.get(reference, reference)

    def answering(self, reference: str) -> str:
        """Who answers for what the account does: its person, or whoever keeps it where it is nobody's own."""
        owner = self._owner.get(reference)
        return self.behind(owner) if owner else self.behind(reference)


def hands(window: Window) -> Hands:
    """To be asked for with `window.once`."""
    return Hands(window)
