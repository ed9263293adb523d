"""Brings policy files into the database, version by version."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from ledger.services import record
from portsec.kernel.errors import Conflict, Unavailable
from screening.models import PolicyVersion
from screening.suitability.policy import Policy, load

POLICY_DIRECTORY = Path(__file__).resolve().parent.parent / "policies"
DEFAULT_POLICY = "eu-port-standard"


@transaction.atomic
def load_files(*, actor: str, at: datetime) -> list[PolicyVersion]:
    """Load each policy file of the repository that is not in the database yet.

    Refuses when: a file is malformed (InvalidInput naming it), or a version that is loaded already was
    edited in its file (Conflict): a used version never changes.
    Records: screening.policy.loaded. Safe to repeat because: equal files are left alone.
    """
    return [
        version
        for path in sorted(POLICY_DIRECTORY.glob("*.yaml"))
        if (version := _load_file(path, actor=actor, at=at)) is not None
    ]


def in_force(*, on: date, code: str = DEFAULT_POLICY) -> PolicyVersion:
    """The newest version of a policy that is valid on a day. Raises Unavailable when there is none."""
    version = PolicyVersion.objects.filter(code=code, valid_from__lte=on).order_by("-version").first()
    if version is None:
        raise Unavailable(f"No version of the policy '{code}' is in force on {on}.")
    return version


def parsed(version: PolicyVersion) -> Policy:
    """The rules of a stored version. Read once per process: a stored version never changes."""
    return _read(version.document, f"{version.code}/{version.version}")


@lru_cache(maxsize=64)
def _read(document: str, name: str) -> Policy:
    return load(document, name=name)


def _load_file(path: Path, *, actor: str, at: datetime) -> PolicyVersion | None:
    text = path.read_text(encoding="utf-8")
    policy = load(text, name=path.name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    stored = PolicyVersion.objects.filter(code=policy.code, version=policy.version).first()
    if stored is not None:
        if stored.digest != digest:
            raise Conflict(
                f"{path.name}: version {policy.version} is loaded already with other content; "
                "give the changed file a new version number."
            )
        return None
    version = PolicyVersion.objects.create(
        code=policy.code,
        version=policy.version,
        title=policy.title,
        legal_ref=policy.legal_ref,
        valid_from=policy.valid_from,
        document=text,
        digest=digest,
        loaded_at=at,
    )
    record.append(
        "screening.policy.loaded",
        actor=actor,
        at=at,
        subject=f"policy:{policy.code}",
        policy=policy.code,
        version=policy.version,
        digest=digest,
    )
    return version
