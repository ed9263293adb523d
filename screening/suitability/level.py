"""Which clearance level a post asks for, and what will be looked into: the function-risk matrix.

Directive (EU) 2022/2557, Art. 13(1)(e) and 14(1), ties checks to critical functions and access;
Regulation (EU) 2015/1998, point 11.1, knows the standard and the enhanced check. The matrix is a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass

from portsec.kernel.errors import InvalidInput
from screening.enums import CheckKind, ClearanceLevel
from screening.suitability.facts import PostFacts
from screening.suitability.policy import Policy
from screening.suitability.terms import Element, PostLevel


@dataclass(frozen=True, slots=True)
class LevelReason:
    """One row of the matrix that fits the post."""

    rule: str
    level: ClearanceLevel
    sentence: str
    source: str
    caveats: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        return not self.caveats


@dataclass(frozen=True, slots=True)
class LevelAppraisal:
    """The level, the rows that carry it (deepest first), and what this level looks into."""

    level: ClearanceLevel
    reasons: tuple[LevelReason, ...]
    elements: tuple[Element, ...]

    @property
    def checks(self) -> tuple[CheckKind, ...]:
        """The checks to request."""
        return tuple(element.check for element in self.elements if element.check is not None)


def level_for(post: PostFacts, policy: Policy) -> LevelAppraisal:
    """The deepest level that a row of the policy's matrix asks for.

    Raises InvalidInput where no row fits, which a policy read by `policy.load` cannot be.
    """
    fitting = _fitting(post, policy)
    fitting.sort(key=lambda row: (-row.level.rank, row.seq))
    level = fitting[0].level
    return LevelAppraisal(
        level, tuple(_reason(row, policy) for row in fitting), policy.levels[level].elements
    )


def is_deep_enough(level: ClearanceLevel, post: PostFacts, policy: Policy) -> bool:
    """Whether a file opened for this level looks as deep as the post asks. Raises as `level_for` does."""
    return all(row.level.rank <= level.rank for row in _fitting(post, policy))


def _fitting(post: PostFacts, policy: Policy) -> list[PostLevel]:
    fitting = [row for row in policy.post_levels if row.when.holds(post)]
    if not fitting:
        raise InvalidInput(f"Policy {policy.ref} gives no level for this post.")
    return fitting


def _reason(row: PostLevel, policy: Policy) -> LevelReason:
    return LevelReason(
        rule=f"{policy.ref}#level-{row.seq}",
        level=row.level,
        sentence=row.reason,
        source=str(row.provenance),
        caveats=row.provenance.caveats,
    )
