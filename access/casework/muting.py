"""Which findings a muted pattern hides, and which patterns may be muted at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from access.detection.rule import Flag, Parameter
from access.enums import Severity

_START = date(2026, 11, 23)

LONGEST = Parameter(
    "longest",
    90,
    "days",
    "what was true of a pattern a season ago must be looked at again; start value",
    _START,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Findings of a rule that fit everything that is named here; what is empty is not asked."""

    rule: str
    subject: str = ""
    object_ref: str = ""
    peer_group: str = ""

    def hides(self, found: Flag, peer_groups: Collection[str]) -> bool:
        """Whether it hides the finding of somebody of these peer groups.

        A critical finding is a contradiction in the records and is never hidden.
        """
        return (
            found.rule == self.rule
            and found.severity is not Severity.CRITICAL
            and self.subject in ("", found.person)
            and (not self.object_ref or found.objects == (self.object_ref,))
            and (not self.peer_group or self.peer_group in peer_groups)
        )


def problems(pattern: Pattern, *, days: int, severity: Severity) -> dict[str, str]:
    """What speaks against muting it, by field. `severity` is that of the rule."""
    wrong: dict[str, str] = {}
    if severity is Severity.CRITICAL:
        wrong["rule"] = "A critical rule rests on a contradiction in the records and is never muted."
    if not (pattern.subject or pattern.object_ref or pattern.peer_group):
        wrong["peer_group"] = "Name a person, an object or a peer group: a whole rule is never muted."
    if not 1 <= days <= LONGEST.value:
        wrong["days"] = f"From 1 to {LONGEST.value:g} days; after that it is looked at again."
    return wrong
