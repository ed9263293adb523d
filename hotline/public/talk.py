"""A conversation as the reporter's page shows it, and how its key travels from one page to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from hotline.clock.deadline import Clock
from hotline.enums import Author, ReportState
from hotline.guide.wording import question_text
from hotline.public import sealed_field
from hotline.public.sealed_field import Purpose
from hotline.services import receipt
from hotline.services.conversation import Conversation, Proof
from hotline.services.receipt import Opened


@dataclass(frozen=True, slots=True)
class Line:
    """One message."""

    is_own: bool
    day: Any
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of the conversation that can be saved."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything that the page shows."""

    state: ReportState
    clock: list[Clock]
    text: str
    messages: list[Line]
    files: list[Shown]

    @classmethod
    def of(cls, held: Conversation) -> Talk:
        return cls(
            state=held.state,
            clock=list(held.deadlines.values()),
            text="\n\n".join(_said(held)),
            messages=[Line(each.author is Author.REPORTER, each.day, each.text) for each in held.messages],
            files=[Shown(each.id, each.head.name) for each in held.files if each.has_clean_copy],
        )


def sealed(opened: Opened, at: datetime) -> str:
    """The way back to the same report, for half an hour, without the second that a guess costs."""
    content = {"report": str(opened.report.pk), "code": opened.code, "key": opened.key.hex()}
    return sealed_field.seal(Purpose.CONVERSATION, content, secret=settings.SECRET_KEY, at=at)


def reopened(request: HttpRequest, at: datetime) -> Opened:
    """The report that the form belongs to. Raises Stale, or NotFound where its code was changed meanwhile."""
    value = request.POST.get(sealed_field.FIELD, "")
    held = sealed_field.unseal(Purpose.CONVERSATION, value, secret=settings.SECRET_KEY, at=at)
    return receipt.reopen(UUID(held["report"]), held["code"], bytes.fromhex(held["key"]))


def proof_file(proof: Proof) -> str:
    """What shows to others on which day a report was lodged. The words of the report are not in it."""
    return json.dumps(
        {
            "format": "portsec hotline proof v1",
            "lodged_on": proof.opening.day.isoformat(),
            "salt": proof.opening.salt.hex(),
            "content": proof.opening.content.hex(),
            "commitment": proof.opening.digest.hex(),
            "members": [member.hex() for member in proof.members],
            "ledger_entry": str(proof.entry),
        },
        indent=2,
    )


def _said(held: Conversation) -> Iterator[str]:
    for answer in held.content.answers:
        yield f"{question_text(held.content.topic, answer.question)}\n{answer.text}"
    if held.content.text:
        yield held.content.text
