"""The policy of the interop "todo" scenario: five users with roles, whose todos belong to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from access.authzen.policy import Decision, Found
from access.authzen.question import Act, Entity, Question
from access.authzen.search import ActionSearch, Page, ResourceSearch, SubjectSearch

RICK, MORTY, SUMMER, BETH, JERRY = (
    f"CiRmZ{letters}2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs"
    for letters in ("DA", "DE", "DI", "DM", "DQ")
)
EDITORS = {MORTY: "morty@the-citadel.com", SUMMER: "summer@the-smiths.com"}
EVERYBODY = frozenset({RICK, MORTY, SUMMER, BETH, JERRY})
READING = frozenset({"can_read_user", "can_read_todos"})
CHANGING = frozenset({"can_update_todo", "can_delete_todo"})


class Todos:
    """All read; an editor makes todos and changes their own; an administrator changes those of others."""

    def decide(self, questions: Sequence[Question], *, stop_at: bool | None = None) -> Sequence[Decision]:
        return [Decision(_may(question)) for question in questions]

    def subjects(self, search: SubjectSearch, page: Page) -> Found[Entity]:
        return Found([])

    def resources(self, search: ResourceSearch, page: Page) -> Found[Entity]:
        return Found([])

    def actions(self, search: ActionSearch, page: Page) -> Found[Act]:
        return Found([])


def _may(question: Question) -> bool:
    who, what = question.subject.id, question.action.name
    if who not in EVERYBODY:
        return False
    if what in READING or who == RICK:
        return what in READING | CHANGING | {"can_create_todo"}
    owner = question.resource.properties.get("ownerID")
    return who in EDITORS and (what == "can_create_todo" or (what in CHANGING and owner == EDITORS[who]))
