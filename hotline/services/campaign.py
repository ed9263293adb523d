"""Makes campaigns: what cards and posters of one company and language carry. The one writer of them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import get_default_timezone

from accounts.models import User
from hotline.campaigning.wording import languages
from hotline.models import Campaign, Hub
from hotline.permissions import may_keep_for
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

LETTERS: Final = "23456789bcdfghjkmnpqrstvwxyz"  # none looks like another, and no words arise
CODE_LENGTH: Final = 6


@transaction.atomic
def make(hub: Hub, company: str, language: str, *, actor: User, scope: Scope, at: datetime) -> Campaign:
    """Make a campaign. All its cards and posters carry the same address.

    Refuses when: the actor is no recipient of the hub (Refused); the company is not named, or cards cannot
    be printed in the language (InvalidInput).
    Records: hotline.campaign.made.
    """
    require(may_keep_for(actor, scope, hub))
    name = company.strip()
    wrong = {} if name else {"company": "Name the company, or the place where the cards lie."}
    if language not in languages() or language not in hub.languages:
        wrong["language"] = "Nothing can be printed in this language here."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)
    made = Campaign.objects.create(
        hub=hub,
        code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
        company=name,
        language=language,
        made_on=at.astimezone(get_default_timezone()).date(),
    )
    record.append(
        "hotline.campaign.made",
        actor=actor.reference,
        at=at,
        subject=f"campaign:{made.code}",
        port=hub.locode,
        company=name,
        language=language,
    )
    return made
