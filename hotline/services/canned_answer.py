"""Keeps answers ready for each hub and language. The one writer of them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from hotline.models import CannedAnswer, Hub
from hotline.permissions import may_keep_for
from ledger.services import record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope


@transaction.atomic
def keep(
    hub: Hub, language: str, title: str, text: str, *, actor: User, scope: Scope, at: datetime
) -> CannedAnswer:
    """Keep an answer ready.

    Refuses when: the actor is no recipient of the hub (Refused); title or text is empty, the hub does not
    answer in the language, or the title is taken (InvalidInput).
    Records: hotline.answer.kept.
    """
    require(may_keep_for(actor, scope, hub))
    title, text = title.strip(), text.strip()
    missing = {name: "Write something." for name, given in (("title", title), ("text", text)) if not given}
    if language not in hub.languages:
        missing["language"] = "The hub does not answer in this language."
    if missing:
        raise InvalidInput(" ".join(missing.values()), fields=missing)
    try:
        with transaction.atomic():
            made = CannedAnswer.objects.create(hub=hub, language=language, title=title, text=text)
    except IntegrityError:
        taken = "There is an answer with this title already."
        raise InvalidInput(taken, fields={"title": taken}) from None
    _record("hotline.answer.kept", made, actor, at)
    return made


@transaction.atomic
def drop(answer: CannedAnswer, *, actor: User, scope: Scope, at: datetime) -> None:
    """Drop an answer. Those already sent stay as they are.

    Refuses when: the actor is no recipient of the hub (Refused). Records: hotline.answer.dropped.
    """
    require(may_keep_for(actor, scope, answer.hub))
    _record("hotline.answer.dropped", answer, actor, at)
    answer.delete()


def _record(kind: str, answer: CannedAnswer, actor: User, at: datetime) -> None:
    hub = answer.hub
    record.append(
        kind,
        actor=actor.reference,
        at=at,
        subject=f"hub:{hub.locode}",
        port=hub.locode,
        title=answer.title,
        language=answer.language,
    )
