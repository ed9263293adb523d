"""From the body of a request to the body of its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    return _answered(read_question(body), policy)


def evaluations(body: Any, policy: Policy) -> Answer:
    """Raises InvalidInput for what is wrong with the whole; a broken item is a no of its own."""
    return _answered(read_batch(body), policy)


def to_decide(asked: Batch | Question) -> tuple[list[Question], bool | None]:
    """The questions for a policy, and the decision at which it stops.

    A broken item is a no, behind which nothing counts if a no is the end.
    """
    if isinstance(asked, Question):
        return [asked], None
    questions, stop_at = list[Question](), asked.semantic.stop_at
    for item in asked.items:
        if isinstance(item, Question):
            questions.append(item)
        elif stop_at is False:
            break
    return questions, stop_at


def told(asked: Batch | Question, decisions: Sequence[Decision | InvalidInput]) -> Answer:
    """The body of the answer, from a policy's decisions. Raises InvalidInput where a single one is that."""
    if isinstance(asked, Batch):
        return {"evaluations": [_shown(each) for each in _in_order(asked, decisions)]}
    (decision,) = decisions
    if isinstance(decision, InvalidInput):
        raise decision
    return _shown(decision)


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


def _answered(asked: Batch | Question, policy: Policy) -> Answer:
    questions, stop_at = to_decide(asked)
    return told(asked, policy.decide(questions, stop_at=stop_at))


def _in_order(
    batch: Batch, decisions: Iterable[Decision | InvalidInput]
) -> Iterator[Decision | InvalidInput]:
    """The answers that the caller gets, up to and with the first at which the batch ends."""
    left, stop_at = iter(decisions), batch.semantic.stop_at
    for item in batch.items:
        answer = item if isinstance(item, InvalidInput) else next(left)
        yield answer
        if _is_yes(answer) is stop_at:
            return


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
