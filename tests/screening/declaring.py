"""A person who was invited and fills in their part, for tests of services, pages and the whole way."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from screening.enums import ActivityKind, DocumentKind
from screening.models import Application, Invitation, Person, Post
from screening.selectors import declaration as declarations
from screening.services import declaration, document, history, need
from screening.services.history import ActivityInput, AddressInput
from tests.people import Actor

ABOUT: dict[str, Any] = {
    "nationalities": ["ES"],
    "birth_place": "Cádiz",
    "birth_country": "ES",
    "document_type": "Passport",
    "document_country": "ES",
}


def declare(who: Person, what: Post, officer: Actor, *, at: datetime, **values: Any) -> need.Declared:
    """The need is declared; the case waits for the person, or for a contractor's sponsors."""
    given: dict[str, Any] = {
        "reason": "Drives the crane at quay 5.",
        "since": timezone.localdate(at),
        "until": None,
    }
    return need.declare(who, what, **given | values, **officer.acts(at))


def invite(who: Person, what: Post, officer: Actor, *, at: datetime) -> tuple[Invitation, str]:
    invited = declare(who, what, officer, at=at).invited
    assert invited is not None
    return invited.invitation, invited.token


def begin(who: Person, what: Post, officer: Actor, *, at: datetime) -> tuple[Invitation, str]:
    """Invited, and the notice accepted."""
    invitation, token = invite(who, what, officer, at=at)
    declaration.accept(invitation, language="en", at=at)
    return invitation, token


def fill_in(invitation: Invitation, *, at: datetime) -> None:
    """Everything that is asked, without a gap."""
    today = timezone.localdate(at)
    long_ago = today - timedelta(days=6 * 365)
    declaration.change_about(invitation, **ABOUT, at=at)
    history.keep_address(invitation, AddressInput(long_ago, None, "BE", "Kaai 5, Antwerpen"), at=at)
    job = ActivityInput(long_ago, None, ActivityKind.JOB, organisation="Quayside Terminals", role="Crane")
    history.keep_activity(invitation, job, at=at)
    declaration.change_offences(invitation, has_convictions=False, has_proceedings=False, at=at)
    level = invitation.application.level_word
    answers = {question.code: (False, "") for question in declarations.questions_for(level)}
    declaration.change_interests(invitation, answers, at=at)
    for kind in declarations.documents_wanted(invitation.application):
        document.hand_in(invitation, DocumentKind(kind), picture(), at=at)


def leave_a_gap(invitation: Invitation, *, at: datetime) -> None:
    """Two jobs with April and May 2024 between them, and an address for all of the time."""
    home = AddressInput(date(2015, 1, 1), None, "BE", "Kaai 5, Antwerpen")
    history.keep_address(invitation, home, at=at)
    for since, until in ((date(2015, 1, 1), date(2024, 3, 31)), (date(2024, 6, 1), None)):
        job = ActivityInput(since, until, ActivityKind.JOB, organisation="Quayside Terminals")
        history.keep_activity(invitation, job, at=at)


def hand_in(who: Person, what: Post, officer: Actor, *, at: datetime) -> tuple[Application, Invitation]:
    """A declaration that waits for an officer's look."""
    invitation, _ = begin(who, what, officer, at=at)
    fill_in(invitation, at=at)
    declaration.submit(invitation, at=at)
    return Application.objects.get(pk=invitation.application_id), invitation


def picture(*, name: str = "page.png", size: tuple[int, int] = (640, 480), form: str = "PNG") -> Any:
    """A photograph of a page, as a browser sends it."""
    target = io.BytesIO()
    Image.new("RGB", size, "navy").save(target, form)
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/png")


def pdf(*, name: str = "page.pdf") -> Any:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n", content_type="application/pdf")


BIRTH = date(1991, 5, 10)  # of the person that tests/screening/rows.py makes
