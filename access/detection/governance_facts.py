"""What governance rules look at: rights, approvals, break-glass, reviews, acts of office, the log itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portsec.kernel.words import Word


@dataclass(frozen=True, slots=True)
class AccountFact:
    """Whose account it is. `owner` answers for one that is nobody's own: a service or a test account."""

    account: str
    person: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class RightGiven:
    """A right that an account holds from `since` until before `until`: a role, or data of one object.

    `name` is what people call it. `by` gave it. `extended_at`: when it was made longer. `reason_ends_at`: the
    end of what it was given for. `ended_at`: when it was taken back before its time.
    """

    ref: str
    account: str
    name: str
    by: str
    since: datetime
    until: datetime | None = None
    object: str = ""
    field_class: str = ""
    extended_at: tuple[datetime, ...] = ()
    reason_ends_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """`by` said yes to what `account` asked for. `right`: the right that came of it, where one did."""

    ref: str
    at: datetime
    by: str
    account: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class BreakGlassUse:
    """An account opened one object at once, with a review by `review_due_at`. `passed` is None until then."""

    ref: str
    at: datetime
    account: str
    object: str
    field_class: str
    review_due_at: datetime
    reviewed_at: datetime | None = None
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """A reviewer kept or removed what one holder has. Answers of one click have the same moment."""

    ref: str
    at: datetime
    by: str
    kept: bool
    campaign: str = ""


class Office(Word):
    """Acts that must stay in different hands where they concern the same thing."""

    VET = "vet", "vetted"
    ISSUE_BADGE = "issue_badge", "issued a badge"
    EDIT_RULE = "edit_rule", "changed a detection rule"
    CLOSE_ALERT = "close_alert", "closed an alert"
    RELEASE = "release", "released"
    NOMINATE = "nominate", "nominated who collects"
    OVERRIDE = "override", "overrode a risk or a block"
    INSPECT = "inspect", "recorded an inspection"
    GATE_OUT = "gate_out", "let out at the gate"


@dataclass(frozen=True, slots=True)
class ActOfOffice:
    """One such act by a person. `about` is the container, the person or the rule that it concerns."""

    ref: str
    at: datetime
    person: str
    office: Office
    about: str


@dataclass(frozen=True, slots=True)
class LogMark:
    """A record of a source that numbers and chains its log: `previous` is the digest of the number before."""

    source: str
    number: int
    at: datetime
    digest: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Somebody changed parameters of a detection rule: by name the value before and the value after."""

    ref: str
    at: datetime
    by: str
    rule: str
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseClosing:
    """A person-case about `subject` was closed by `by`. `harmless`: as explained or dismissed."""

    ref: str
    at: datetime
    by: str
    subject: str
    harmless: bool = True
