"""The policy that the OpenID certification scenario asks about: two users, two records, three actions.

It believes what callers say of themselves, as the scenario wants it. It is no policy of a port, and only
tests can reach it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from access.authzen.policy import Decision, Found
from access.authzen.question import Act, Entity, Question
from access.authzen.search import ActionSearch, Page, ResourceSearch, SubjectSearch

USERS: Mapping[str, Mapping[str, Any]] = {"alice": {}, "bob": {"role": "admin"}}
RECORDS: Mapping[str, Mapping[str, Any]] = {
    "record-1": {"status": "active", "owner": "alice"},
    "record-2": {"status": "archived", "owner": "alice"},
}
ACTIONS = ("read", "write", "delete")


class Records:
    """Everybody reads. The owner writes what is active, an administrator what is archived."""

    def decide(self, questions: Sequence[Question], *, stop_at: bool | None = None) -> Sequence[Decision]:
        answers = []
        for question in questions:
            answers.append(Decision(_may(question.subject, question.action, question.resource)))
            if answers[-1].allowed is stop_at:
                break
        return answers

    def subjects(self, search: SubjectSearch, page: Page) -> Found[Entity]:
        users = [Entity(search.subject.type, name) for name in USERS]
        return _part([each for each in users if _may(each, search.action, search.resource)], page)

    def resources(self, search: ResourceSearch, page: Page) -> Found[Entity]:
        records = [Entity(search.resource.type, name) for name in RECORDS]
        return _part([each for each in records if _may(search.subject, search.action, each)], page)

    def actions(self, search: ActionSearch, page: Page) -> Found[Act]:
        acts = [Act(name) for name in ACTIONS]
        return Found([each for each in acts if _may(search.subject, each, search.resource)])


def _may(subject: Entity, action: Act, resource: Entity) -> bool:
    if (subject.type, resource.type) != ("user", "record"):
        return False
    if subject.id not in USERS or resource.id not in RECORDS:
        return False
    user = {**USERS[subject.id], **subject.properties}
    record = {**RECORDS[resource.id], **resource.properties}
    if action.name == "write":
        is_owner = RECORDS[resource.id]["owner"] == subject.id
        return user.get("role") == "admin" if record["status"] == "archived" else is_owner
    return action.name == "read" or (action.name == "delete" and action.properties.get("soft") is True)


def _part(found: list[Entity], page: Page) -> Found[Entity]:
    start = int(page.after or 0)
    end = start + page.limit
    return Found(found[start:end], str(end) if end < len(found) else "")
