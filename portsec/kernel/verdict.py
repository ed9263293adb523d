"""What a judgement says: allowed or not, with every reason by stable code and sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `code` is lower snake, stable and never reused; `detail` is a sentence for people."""

    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule or permission.

    A refusal always carries at least one reason. Obligations are duties that come with a yes
    (for example "log", "mask"). A Verdict has no truth value on purpose: write `.allowed`, so that
    no caller mistakes "there is a verdict" for "it is allowed".
    """

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    obligations: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.allowed and not self.reasons:
            raise ValueError("a refusal needs at least one reason")

    def __bool__(self) -> bool:
        raise TypeError("a Verdict has no truth value: use .allowed")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.reasons)

    @property
    def sentence(self) -> str:
        return " ".join(reason.detail for reason in self.reasons)


def allow(*reasons: Reason, obligations: Iterable[str] = ()) -> Verdict:
    """A yes, optionally with the reasons that carried it."""
    return Verdict(True, tuple(reasons), tuple(obligations))


def deny(code: str, detail: str) -> Verdict:
    """A no with one reason."""
    return Verdict(False, (Reason(code, detail),))


def all_of(*verdicts: Verdict) -> Verdict:
    """Allowed only if every verdict allows; a refusal keeps all reasons, not only the first.

    An empty list refuses: where nobody said yes, the answer is no.
    """
    if not verdicts:
        return deny("nothing_configured", "No rule allows this.")
    refused = [verdict for verdict in verdicts if not verdict.allowed]
    if refused:
        return Verdict(False, tuple(reason for verdict in refused for reason in verdict.reasons))
    return Verdict(
        True,
        tuple(reason for verdict in verdicts for reason in verdict.reasons),
        tuple(dict.fromkeys(duty for verdict in verdicts for duty in verdict.obligations)),
    )


def any_of(*verdicts: Verdict) -> Verdict:
    """Allowed if one verdict allows; otherwise refused with all reasons. Empty refuses."""
    for verdict in verdicts:
        if verdict.allowed:
            return verdict
    return all_of(*verdicts)
