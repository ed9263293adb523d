"""Enters a list of needs: looks at every row first, then enters the good ones in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from portsec.kernel.errors import Conflict, InvalidInput
from portsec.kernel.scope import Scope
from screening.batch import Row
from screening.enums import Language, PersonCategory
from screening.models import Application, Post
from screening.person_name import plain_name
from screening.selectors.application import CLOSED
from screening.selectors.post import posts_to_apply_for
from screening.services import intake, invitation

PERSON_COLUMNS = (
    "given_names",
    "family_name",
    "native_name",
    "birth_date",
    "nationality",
    "sex",
    "job_title",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A list after the look: rows that can be entered, and rows with what is wrong in each."""

    good: tuple[Row, ...]
    bad: tuple[Row, ...]


def look(rows: Sequence[Row], *, scope: Scope, at: datetime) -> Looked:
    """Say of each row whether it can be entered, without entering anything.

    A row is bad when it could not be read, its post is out of reach or ambiguous, its days are impossible, or
    the same person stands twice in the list or has an open case for the post.
    """
    posts = _posts(scope)
    seen: dict[tuple[str, str, str], int] = {}
    judged = [_judged(row, posts, seen, timezone.localdate(at)) for row in rows]
    return Looked(
        good=tuple(row for row in judged if not row.problems),
        bad=tuple(row for row in judged if row.problems),
    )


@transaction.atomic
def enter(
    rows: Sequence[Row],
    *,
    organisation: Organisation | None,
    actor: User,
    scope: Scope,
    at: datetime,
) -> list[invitation.Invited]:
    """Enter every given row, all or none; returns the invitations to hand over.

    `organisation` is the employer of all of them.
    Refuses when: one row is bad, as `look` says, or cannot be entered (InvalidInput naming its number);
    the right lacks (Refused).
    Records: what declaring each need records.
    """
    looked = look(rows, scope=scope, at=at)
    if looked.bad:
        raise _refused(looked.bad[0].number, "; ".join(looked.bad[0].problems.values()))
    posts = _posts(scope)
    invited = []
    for row in looked.good:
        try:
            declared = intake.declare_need(
                posts[str(row.values["post"])][0],
                _person(row, organisation),
                **_terms(row),
                actor=actor,
                scope=scope,
                at=at,
            )
        except (InvalidInput, Conflict) as error:
            raise _refused(row.number, error.detail) from None
        if declared.invited is not None:
            invited.append(declared.invited)
    return invited


def _posts(scope: Scope) -> dict[str, list[Post]]:
    posts: dict[str, list[Post]] = {}
    for post in posts_to_apply_for(scope=scope):
        posts.setdefault(post.code, []).append(post)
    return posts


def _judged(
    row: Row, posts: dict[str, list[Post]], seen: dict[tuple[str, str, str], int], today: date
) -> Row:
    problems = dict(row.problems)
    found = posts.get(row.given["post"], [])
    if "post" not in problems and len(found) != 1:
        problems["post"] = "is the code of no post here" if not found else "is a code at several ports"
    since, until, birth = (row.values.get(name) for name in ("since", "until", "birth_date"))
    if isinstance(since, date) and isinstance(until, date) and until < since:
        problems["until"] = "lies before the beginning"
    elif isinstance(until, date) and until < today:
        problems["until"] = "has passed already"
    if isinstance(birth, date) and birth > today:
        problems["birth_date"] = "lies in the future"
    key = (plain_name(row.name), row.given["birth_date"], row.given["post"])
    if key in seen:
        problems["row"] = f"is the same person and post as row {seen[key]}"
    seen.setdefault(key, row.number)
    if not problems and _is_open(row, found[0]):
        problems["row"] = "is a person who has an open case for this post"
    return replace(row, problems=problems)


def _is_open(row: Row, post: Post) -> bool:
    return (
        Application.objects.filter(
            post=post,
            person__search_name=plain_name(row.name),
            person__birth_date=cast("date", row.values["birth_date"]),
        )
        .exclude(state__in=CLOSED)
        .exists()
    )


def _person(row: Row, organisation: Organisation | None) -> dict[str, Any]:
    details: dict[str, Any] = {name: row.values[name] for name in PERSON_COLUMNS}
    return details | {"category": PersonCategory.EMPLOYEE, "organisation": organisation}


def _terms(row: Row) -> dict[str, Any]:
    return {
        "reason": str(row.values["reason"]),
        "since": cast("date", row.values["since"]),
        "until": cast("date | None", row.values["until"]),
        "language": str(row.values["language"] or Language.EN.value),
    }


def _refused(number: int, problem: str) -> InvalidInput:
    sentence = f"Row {number}: {problem}"
    return InvalidInput(sentence, fields={"table": sentence})
