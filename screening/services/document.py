"""Keeps papers of a case: takes them in, gives them out for a reason, erases them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, require
from portsec.kernel.scope import Scope
from screening.enums import DocumentKind
from screening.models import Application, Document, Invitation
from screening.papers import intake
from screening.permissions import may_read_documents, may_work_on
from screening.services import own_part, step

MOST_DOCUMENTS = 40  # held files of one case
MOST_BYTES = 120 * 1024 * 1024  # of all held files of one case
LONGEST_TITLE = 120
ORPHAN_AGE = timedelta(days=1)


def keep(
    application: Application,
    kind: DocumentKind,
    upload: File[Any],
    *,
    title: str = "",
    uploaded_by: str,
    at: datetime,
) -> Document:
    """Store an uploaded file; for commands that have judged the right themselves.

    Refuses when: the file is none that may be kept (InvalidInput); the case is closed or has too many papers
    (Conflict).
    Records: screening.document.kept.
    """
    if upload.size is not None and upload.size > intake.MOST_BYTES:
        problem = f"This file is larger than {intake.MOST_BYTES // 1024 // 1024} MB."
        raise InvalidInput(problem, fields={"upload": problem})
    paper = intake.read(upload.read())
    with ExitStack() as on_failure, transaction.atomic():
        _check_room(step.locked(application), len(paper.content))
        name = storage().save(_new_name(), ContentFile(paper.content))
        on_failure.callback(storage().delete, name)
        document = Document.objects.create(
            application=application,
            kind=kind.value,
            title=title.strip()[:LONGEST_TITLE],
            media_type=paper.media_type,
            size=len(paper.content),
            digest=_digest(paper.content),
            stored_as=name,
            uploaded_by=uploaded_by,
            uploaded_at=at,
        )
        _record(document, "kept", actor=uploaded_by, at=at, kind=kind.label.lower())
        on_failure.pop_all()
    return document


def add(
    application: Application,
    kind: DocumentKind,
    upload: File[Any],
    *,
    title: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Document:
    """Put a paper on file as an officer.

    Refuses when: the actor does not work on the case or is the person (Refused); as `keep` does.
    Records: screening.document.kept.
    """
    require(may_work_on(actor, scope, application))
    return keep(application, kind, upload, title=title, uploaded_by=actor.reference, at=at)


@transaction.atomic
def hand_in(
    invitation: Invitation, kind: DocumentKind, upload: File[Any], *, title: str = "", at: datetime
) -> Document:
    """Put a paper on file as the person.

    Refuses when: the declaration is not open (Conflict); as `keep` does. Records: screening.document.kept.
    """
    own_part.opened(invitation, at=at)
    who = invitation.application.person.reference
    return keep(invitation.application, kind, upload, title=title, uploaded_by=who, at=at)


@transaction.atomic
def take_back(invitation: Invitation, number: int, *, at: datetime) -> None:
    """Erase a paper that the person handed in and wants out again, before the declaration is handed in.

    Refuses when: the declaration is not open (Conflict); an officer added it (NotFound).
    Records: screening.document.erased.
    """
    own_part.opened(invitation, at=at)
    who = invitation.application.person.reference
    found = Document.objects.filter(application=invitation.application, pk=number, uploaded_by=who).first()
    if found is None:
        raise NotFound("document")
    erase(found, actor=who, at=at)


@transaction.atomic
def read(document: Document, *, reason: str, actor: User, scope: Scope, at: datetime) -> bytes:
    """The bytes of a paper, for somebody who says why.

    Refuses when: the actor may not see conviction data there, or is the person (Refused); no reason is given
    (InvalidInput); it was erased (Conflict).
    Records: screening.document.read with the reason.
    """
    require(may_read_documents(actor, scope, document.application))
    if not reason.strip():
        raise InvalidInput("Say why you open this paper.", fields={"reason": "Say why you open this paper."})
    if not document.is_held:
        raise Conflict("This paper was erased.")
    with storage().open(document.stored_as) as kept:
        content: bytes = kept.read()
    if not hmac.compare_digest(_digest(content), document.digest):
        raise Conflict("The stored file is not the one that was handed in. Tell the administrator.")
    _record(
        document,
        "read",
        actor=actor.reference,
        at=at,
        kind=document.kind_word.label.lower(),
        reason=reason.strip(),
    )
    return content


@transaction.atomic
def erase(document: Document, *, actor: str, at: datetime) -> None:
    """Destroy the file; the row stays. For commands that have judged the right themselves.

    Records: screening.document.erased. Safe to repeat because: an erased one is left alone.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not locked.is_held:
        return
    name = locked.stored_as
    Document.objects.filter(pk=document.pk).update(stored_as="", title="", erased_at=at)
    _record(locked, "erased", actor=actor, at=at, kind=locked.kind_word.label.lower())
    # Only when the row says so for good: a row that promises a file which is gone would lie.
    transaction.on_commit(lambda: storage().delete(name))


@cache
def storage() -> FileSystemStorage:
    """Where the bytes stand: under the data directory, readable by this account alone, served by nobody."""
    return FileSystemStorage(
        location=settings.MEDIA_ROOT / "documents",
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def _new_name() -> str:
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


def _digest(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return salted_hmac("screening.document", digest, algorithm="sha256").hexdigest()


def _check_room(application: Application, size: int) -> None:
    if application.closed_at is not None:
        raise Conflict("The case is closed; nothing more is put on file.")
    held = application.documents.filter(erased_at=None)
    if held.count() >= MOST_DOCUMENTS:
        raise Conflict(f"This case holds {MOST_DOCUMENTS} papers already. Remove one first.")
    if (held.aggregate(total=Sum("size"))["total"] or 0) + size > MOST_BYTES:
        raise Conflict(
            "The papers of this case are too large together. Remove one, or send smaller pictures."
        )


def _record(document: Document, verb: str, *, actor: str, at: datetime, **body: object) -> None:
    record.append(
        f"screening.document.{verb}",
        actor=actor,
        at=at,
        subject=document.application.reference,
        port=document.application.port.locode,
        document=document.reference,
        **body,
    )


def sweep_orphans(*, at: datetime) -> int:
    """Destroy files that no row names: a process may have died between the erasure and the file's end.

    Younger ones than a day are left: the row of an upload may just be on its way. Returns how many went.
    """
    kept, gone = storage(), 0
    if not kept.exists(""):
        return 0
    named = set(Document.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    folders = kept.listdir("")[0]
    for name in [f"{folder}/{file}" for folder in folders for file in kept.listdir(folder)[1]]:
        if name not in named and kept.get_modified_time(name) < at - ORPHAN_AGE:
            kept.delete(name)
            gone += 1
    return gone
