"""The errors that commands and fetchers raise. Doors turn them into pages and API answers."""

from __future__ import annotations

from collections.abc import Mapping

from portsec.kernel.verdict import Verdict


class PortsecError(Exception):
    """Base of all: a stable code and one clear sentence."""

    code = "error"

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code


class NotFound(PortsecError):
    """Absent, or not yours: the two must look alike."""

    code = "not_found"

    def __init__(self, what: str = "record") -> None:
        super().__init__(f"No such {what}.")


class Refused(PortsecError):
    """A permission or rule said no. Carries the Verdict with all reasons."""

    code = "refused"

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.sentence, code=verdict.reasons[0].code)
        self.verdict = verdict


class Conflict(PortsecError):
    """The row is no longer in the state that the caller saw, or a unique thing exists already."""

    code = "conflict"


class InvalidInput(PortsecError):
    """Input that cannot be taken. `fields` names each field or row with its sentence."""

    code = "invalid"

    def __init__(
        self, detail: str, *, fields: Mapping[str, str] | None = None, code: str | None = None
    ) -> None:
        super().__init__(detail, code=code)
        self.fields = dict(fields or {})


class Unavailable(PortsecError):
    """A server that we need does not answer; try again later."""

    code = "unavailable"


def require(verdict: Verdict) -> None:
    """Raise Refused unless the verdict allows."""
    if not verdict.allowed:
        raise Refused(verdict)
