"""A report that is not sent yet. It lives in the sealed field of the form and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.http import HttpRequest

from hotline.guide.checking import Answers
from hotline.guide.question import Topic
from hotline.guide.topics import TOPICS
from hotline.public import sealed_field
from hotline.public.sealed_field import Purpose


@dataclass(frozen=True, slots=True)
class Draft:
    """Which hub, which topic, what was answered, and by which printed card the reporter came."""

    hub: str = ""
    topic_code: str = ""
    campaign: str = ""
    answers: Answers = field(default_factory=dict)

    @property
    def topic(self) -> Topic | None:
        return TOPICS.get(self.topic_code)

    def sealed(self, at: datetime) -> str:
        content = {
            "hub": self.hub,
            "topic": self.topic_code,
            "campaign": self.campaign,
            "answers": self.answers,
        }
        return sealed_field.seal(Purpose.DRAFT, content, secret=settings.SECRET_KEY, at=at)

    @classmethod
    def of(cls, request: HttpRequest, at: datetime) -> Self:
        """The draft that came with a form. Raises Stale when it is not one of ours."""
        value = request.POST.get(sealed_field.FIELD, "")
        held: dict[str, Any] = sealed_field.unseal(Purpose.DRAFT, value, secret=settings.SECRET_KEY, at=at)
        answers = {code: tuple(given) for code, given in held["answers"].items()}
        return cls(held["hub"], held["topic"], held["campaign"], answers)
