"""What stands behind the protocol: somebody who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from access.authzen.question import Act, Entity, Question
from access.authzen.search import ActionSearch, Page, ResourceSearch, SubjectSearch
from portsec.kernel.errors import InvalidInput

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, with what the policy says about it. Without words, the answer has no context."""

    allowed: bool
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found(Generic[Result]):
    """A part of the results. `after` is where the next part begins to look, or empty at the end.

    A part may be short, even empty, although more follows: a policy looks at so many candidates and no more.
    """

    results: Sequence[Result]
    after: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


class Policy(Protocol):
    """Decides. Raises what the kernel's errors name: Refused where the caller may not ask."""

    def decide(
        self, questions: Sequence[Question], *, stop_at: bool | None = None
    ) -> Sequence[Decision | InvalidInput]:
        """An answer for each question in order, up to and with the first that is `stop_at`.

        A question that makes no sense to this policy is answered by what is wrong with it, and counts as no.
        """

    def subjects(self, search: SubjectSearch, page: Page) -> Found[Entity]: ...

    def resources(self, search: ResourceSearch, page: Page) -> Found[Entity]: ...

    def actions(self, search: ActionSearch, page: Page) -> Found[Act]: ...
