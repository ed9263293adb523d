"""What a report, a message and a file's head say, as bytes to seal."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the guided path: the question's own code, and what was chosen or typed."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says. `topic` may be empty, and so may everything else."""

    topic: str = ""
    answers: tuple[Answer, ...] = ()
    text: str = ""

    def to_bytes(self) -> bytes:
        answers = [[each.question, each.text] for each in self.answers]
        return _packed({"topic": self.topic, "answers": answers, "text": self.text})

    @classmethod
    def from_bytes(cls, raw: bytes) -> Content:
        body = json.loads(raw)
        return cls(body["topic"], tuple(Answer(*each) for each in body["answers"]), body["text"])

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not any(each.text.strip() for each in self.answers)

    @property
    def whole_text(self) -> str:
        """All that the reporter typed or chose, one below the other."""
        return "\n".join([*(each.text for each in self.answers), self.text])


@dataclass(frozen=True, slots=True)
class FileHead:
    """What is known of a file: names, media types, what cleaning found. All of it is sealed."""

    name: str
    media_type: str
    clean_type: str
    findings: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        return _packed([self.name, self.media_type, self.clean_type, list(self.findings)])

    @classmethod
    def from_bytes(cls, raw: bytes) -> FileHead:
        name, media_type, clean_type, findings = json.loads(raw)
        return cls(name, media_type, clean_type, tuple(findings))


def _packed(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
