"""Papers: kept apart from every web root, opened for a reason, erased for good."""

from __future__ import annotations

import stat
from datetime import datetime

import pytest
from django.conf import settings

from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from screening.enums import DocumentKind
from screening.models import Application, Document
from screening.services import document
from tests.people import Cast
from tests.screening import declaring
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def kept(case: Application, cast: Cast, now: datetime) -> Document:
    return document.add(case, DocumentKind.COURT, declaring.pdf(), title="Judgement", **cast.alice.acts(now))


def test_paper_when_kept_then_under_a_random_name_that_only_we_may_read(kept: Document) -> None:
    path = settings.MEDIA_ROOT / "documents" / kept.stored_as
    assert path.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Judgement" not in kept.stored_as
    assert not str(path).startswith(str(settings.STATIC_ROOT))


def test_paper_when_opened_then_the_reason_is_on_record(
    kept: Document, cast: Cast, now: datetime, record: Record
) -> None:
    content = document.read(kept, reason="Dates of the sentence.", **cast.bob.acts(now))
    assert content.startswith(b"%PDF-")
    entry = record.one("screening.document.read")
    assert entry.body["reason"] == "Dates of the sentence."
    with pytest.raises(InvalidInput):
        document.read(kept, reason=" ", **cast.bob.acts(now))


@pytest.mark.parametrize("who", ["frank", "emma", "carol", "dave"])
def test_paper_when_the_role_lacks_then_refused_to_read_and_to_add(
    kept: Document, cast: Cast, now: datetime, who: str
) -> None:
    acts = getattr(cast, who).acts(now)
    with pytest.raises(Refused):
        document.read(kept, reason="Curious.", **acts)
    with pytest.raises(Refused):
        document.add(kept.application, DocumentKind.OTHER, declaring.pdf(), **acts)


def test_paper_when_the_stored_file_was_changed_then_not_handed_out(
    kept: Document, cast: Cast, now: datetime
) -> None:
    (settings.MEDIA_ROOT / "documents" / kept.stored_as).write_bytes(b"%PDF-forged %%EOF")
    with pytest.raises(Conflict, match="not the one"):
        document.read(kept, reason="Dates.", **cast.bob.acts(now))


def test_paper_when_erased_then_the_file_is_gone_and_the_row_says_when(
    kept: Document, cast: Cast, now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    path = settings.MEDIA_ROOT / "documents" / kept.stored_as
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        document.erase(kept, actor="system:test", at=now)
        document.erase(kept, actor="system:test", at=now)
    assert not path.exists()
    kept.refresh_from_db()
    assert (kept.stored_as, kept.title, kept.erased_at) == ("", "", now)
    with pytest.raises(Conflict):
        document.read(kept, reason="Dates.", **cast.bob.acts(now))


def test_paper_when_the_file_is_none_that_is_taken_then_nothing_is_kept(
    case: Application, cast: Cast, now: datetime, record: Record
) -> None:
    before = set((settings.MEDIA_ROOT / "documents").rglob("*"))
    with pytest.raises(InvalidInput):
        document.add(case, DocumentKind.OTHER, declaring.picture(size=(10, 10)), **cast.alice.acts(now))
    assert set((settings.MEDIA_ROOT / "documents").rglob("*")) == before
    assert not record.kinds()


def test_papers_when_there_are_too_many_then_conflict(case: Application, cast: Cast, now: datetime) -> None:
    for _ in range(document.MOST_DOCUMENTS):
        document.add(case, DocumentKind.OTHER, declaring.pdf(), **cast.alice.acts(now))
    with pytest.raises(Conflict, match="papers already"):
        document.add(case, DocumentKind.OTHER, declaring.pdf(), **cast.alice.acts(now))


def test_paper_when_an_officer_added_it_then_the_person_cannot_take_it_back(
    cast: Cast, erin: object, crane: object, now: datetime
) -> None:
    invitation, _ = declaring.begin(erin, crane, cast.alice, at=now)  # type: ignore[arg-type]
    added = document.add(invitation.application, DocumentKind.COURT, declaring.pdf(), **cast.alice.acts(now))
    with pytest.raises(NotFound):
        document.take_back(invitation, added.pk, at=now)
    own = document.hand_in(invitation, DocumentKind.OTHER, declaring.picture(), at=now)
    document.take_back(invitation, own.pk, at=now)
    own.refresh_from_db()
    assert not own.is_held
