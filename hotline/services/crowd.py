"""Says how many people of a hub would give an answer. The one writer of crowds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hotline.guide.narrowing import Crowds
from hotline.guide.topics import TOPICS
from hotline.models import Crowd, Hub
from ledger.services import record
from portsec.kernel.errors import InvalidInput


@transaction.atomic
def count(hub: Hub, people: int, by_answer: Crowds, *, actor: str, at: datetime) -> None:
    """Keep how many work in a hub and how many of them would give each answer that narrows down who writes.

    Refuses when: an answer is none of the guided path, or does not narrow (InvalidInput).
    Records: hotline.crowd.counted. Safe to repeat because: the earlier figures are replaced.
    """
    unknown = sorted(
        f"{question}={option}" for question, option in by_answer if not _narrows(question, option)
    )
    if unknown:
        raise InvalidInput(f"Not an answer that narrows down who writes: {', '.join(unknown)}.")
    Crowd.objects.filter(hub=hub).delete()
    sizes: Mapping[tuple[str, str], int] = {("", ""): people, **by_answer}
    Crowd.objects.bulk_create(
        Crowd(hub=hub, question=question, option=option, people=size)
        for (question, option), size in sizes.items()
    )
    record.append(
        "hotline.crowd.counted",
        actor=actor,
        at=at,
        subject=f"hub:{hub.locode}",
        port=hub.locode,
        people=people,
        groups=len(by_answer),
    )


def _narrows(question_code: str, option_code: str) -> bool:
    return any(
        question.narrows and question.option(option_code) is not None
        for topic in TOPICS.values()
        if (question := topic.question(question_code)) is not None
    )
