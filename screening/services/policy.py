"""Brings policies into the database, version by version, and says which one applies."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts.models import Port
from ledger.services import record
from portsec.kernel.errors import Conflict, Unavailable
from screening.models import PolicyVersion
from screening.selectors.policy import DEFAULT_POLICY, applied_code, version_in_force
from screening.suitability.policy import Policy, load

POLICY_DIRECTORY = Path(__file__).resolve().parent.parent / "policies"

logger = logging.getLogger("portsec.policy")


@transaction.atomic
def load_files(*, actor: str, at: datetime) -> list[PolicyVersion]:
    """Load each policy file of the repository that is not in the database yet.

    Refuses when: a file is malformed (InvalidInput naming it), or a version that is loaded already was
    edited in its file (Conflict): a used version never changes.
    Records: screening.policy.loaded. Safe to repeat because: equal files are left alone, and so is a
    version that officers published here under the same number.
    """
    return [
        version
        for path in sorted(POLICY_DIRECTORY.glob("*.yaml"))
        if (version := _load_file(path, actor=actor, at=at)) is not None
    ]


def in_force(*, on: date, code: str = DEFAULT_POLICY) -> PolicyVersion:
    """The newest version of a policy that is valid on a day. Raises Unavailable when there is none."""
    version = version_in_force(code, on=on)
    if version is None:
        raise Unavailable(f"No version of the policy '{code}' is in force on {on}.")
    return version


def in_force_for(port: Port, *, on: date) -> PolicyVersion:
    """The version that a port applies on a day. Raises Unavailable when there is none."""
    return in_force(on=on, code=applied_code(port, on=on))


def parsed(version: PolicyVersion) -> Policy:
    """The rules of a stored version. Read once per process: a stored version never changes."""
    return read(version.document, name=f"{version.code}/{version.version}")


def read(document: str, *, name: str) -> Policy:
    """The rules of a text. Raises InvalidInput naming line and field."""
    return _read(document, name)


def digest_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def keep(document: str, policy: Policy, *, at: datetime) -> PolicyVersion:
    """Store a version in the caller's transaction; whoever calls records how it came here.

    Refuses when: the policy has a version of that number already (Conflict).
    """
    try:
        with transaction.atomic():
            return PolicyVersion.objects.create(
                code=policy.code,
                version=policy.version,
                title=policy.title,
                legal_ref=policy.legal_ref,
                valid_from=policy.valid_from,
                valid_to=policy.valid_to,
                document=document,
                digest=digest_of(document),
                loaded_at=at,
            )
    except IntegrityError:
        raise Conflict(
            f"Version {policy.version} of the policy '{policy.code}' is there already; "
            "give the draft a new version number."
        ) from None


@lru_cache(maxsize=64)
def _read(document: str, name: str) -> Policy:
    return load(document, name=name)


def _load_file(path: Path, *, actor: str, at: datetime) -> PolicyVersion | None:
    text = path.read_text(encoding="utf-8")
    policy = read(text, name=path.name)
    stored = PolicyVersion.objects.filter(code=policy.code, version=policy.version).first()
    if stored is not None:
        _check_unchanged(stored, text, path.name)
        return None
    version = keep(text, policy, at=at)
    record.append(
        "screening.policy.loaded",
        actor=actor,
        at=at,
        subject=f"policy:{policy.code}",
        policy=policy.code,
        version=policy.version,
        digest=version.digest,
    )
    return version


def _check_unchanged(stored: PolicyVersion, text: str, name: str) -> None:
    """Officers may have published this number before the release that ships it: theirs stays."""
    if stored.digest == digest_of(text):
        return
    if hasattr(stored, "draft"):
        logger.warning("shipped policy version left out: one was published here", extra={"file": name})
        return
    raise Conflict(
        f"{name}: version {stored.version} is loaded already with other content; "
        "give the changed file a new version number."
    )
