"""The purpose by which somebody under pressure asks for help without showing it. One writer of the table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from access.models import DataEvent, DuressWord
from accounts.models import User
from portsec.kernel.errors import InvalidInput

SHORTEST: Final = 8  # characters; a shorter purpose is typed by chance
LONGEST: Final = 100
LOOKED_BACK: Final = timedelta(days=90)
"""A purpose that was stated in this time would raise alarms that nobody meant."""


@transaction.atomic
def choose(word: str, *, actor: User, at: datetime) -> None:
    """Choose one's own duress word, in place of any earlier one.

    Refuses when: it is too short or too long, or the actor stated it as an ordinary purpose lately
    (InvalidInput). Records: nothing else. No log, page or export may tell who has one.
    Safe to repeat because: the last one chosen counts.
    """
    said = plain(word)
    if not SHORTEST <= len(said) <= LONGEST:
        problem = f"Choose a purpose of {SHORTEST} to {LONGEST} characters."
        raise InvalidInput(problem, fields={"word": problem})
    stated = DataEvent.objects.filter(account=actor.username, at__gte=at - LOOKED_BACK).exclude(purpose="")
    if any(
        plain(purpose) == said for purpose in stated.order_by().values_list("purpose", flat=True).distinct()
    ):
        problem = "You have stated this purpose before; choose one that you never use."
        raise InvalidInput(problem, fields={"word": problem})
    DuressWord.objects.update_or_create(
        account=actor.username, defaults={"digest": digest(actor.username, word), "chosen_at": at}
    )


def digest(account: str, purpose: str) -> str:
    """The form in which a duress word is kept and every purpose is compared with it."""
    return salted_hmac("access.duress_word", f"{account}:{plain(purpose)}", algorithm="sha256").hexdigest()


def plain(purpose: str) -> str:
    """Without what somebody under pressure may type differently: capitals, spaces, the full stop."""
    return " ".join(purpose.casefold().split()).rstrip(" .!")
