"""From the body of a request to the body of its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from access.authzen.batch import Batch, read_batch
from access.authzen.policy import Decision, Found, Policy
from access.authzen.question import Act, Entity, Question, read_question
from access.authzen.search import (
    Search,
    read_action_search,
    read_page,
    read_resource_search,
    read_subject_search,
    token_of,
)
from portsec.kernel.errors import InvalidInput

Answer = dict[str, Any]
BAD_REQUEST = 400  # the status that a broken item would have had by itself


def evaluation(body: Any, policy: Policy) -> Answer:
    """Raises InvalidInput for a body that asks nothing."""
    return _single(read_question(body), policy)


def evaluations(body: Any, policy: Policy) -> Answer:
    """Raises InvalidInput for what is wrong with the whole; a broken item is a no of its own."""
    asked = read_batch(body)
    if isinstance(asked, Question):
        return _single(asked, policy)
    return {"evaluations": [_shown(each) for each in _decided(asked, policy)]}


def subject_search(body: Any, policy: Policy) -> Answer:
    search = read_subject_search(body)
    found = policy.subjects(search, read_page(body, search))
    return _found(search, found, [each.as_dict() for each in found.results])


def resource_search(body: Any, policy: Policy) -> Answer:
    search = read_resource_search(body)
    found = policy.resources(search, read_page(body, search))
    return _found(search, found, [each.as_dict() for each in found.results])


def action_search(body: Any, policy: Policy) -> Answer:
    search = read_action_search(body)
    found = policy.actions(search, read_page(body, search))
    return _found(search, found, [{"name": each.name} for each in found.results])


def _single(question: Question, policy: Policy) -> Answer:
    (decision,) = policy.decide([question])
    if isinstance(decision, InvalidInput):
        raise decision
    return _shown(decision)


def _decided(batch: Batch, policy: Policy) -> Iterator[Decision | InvalidInput]:
    """The answers that the caller gets; what comes after the last of them is not even asked."""
    stop_at = batch.semantic.stop_at
    answers = iter(policy.decide(_questions(batch.items, stop_at), stop_at=stop_at))
    for item in batch.items:
        answer = item if isinstance(item, InvalidInput) else next(answers)
        yield answer
        if _is_yes(answer) is stop_at:
            return


def _questions(items: Sequence[Question | InvalidInput], stop_at: bool | None) -> list[Question]:
    """What may have to be decided: a broken item is a no, behind which nothing counts if a no is the end."""
    questions = []
    for item in items:
        if isinstance(item, Question):
            questions.append(item)
        elif stop_at is False:
            break
    return questions


def _is_yes(answer: Decision | InvalidInput) -> bool:
    return isinstance(answer, Decision) and answer.allowed


def _shown(answer: Decision | InvalidInput) -> Answer:
    if isinstance(answer, InvalidInput):
        error = {"status": BAD_REQUEST, "message": answer.detail, "fields": answer.fields}
        return {"decision": False, "context": {"error": error}}
    shown: Answer = {"decision": answer.allowed}
    if answer.context:
        shown["context"] = dict(answer.context)
    return shown


def _found(search: Search, found: Found[Entity] | Found[Act], results: list[Mapping[str, Any]]) -> Answer:
    """`complete` says in words what the absence of a next token says: nothing is left out."""
    token = token_of(search, found.after) if found.after else ""
    return {
        "page": {"next_token": token, "count": len(results)},
        "context": {**found.context, "complete": not token},
        "results": results,
    }
