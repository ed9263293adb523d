"""The sheet with link and code that is handed to the person: shown once, never stored."""

from __future__ import annotations

import base64
import io

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.formats import date_format
from qrcode.image.svg import SvgPathFillImage

from screening.notices import NOTICE
from screening.services.invitation import Invited


def sheet(
    request: HttpRequest, *several: Invited, title: str = "Hand over the link", left_over: str = ""
) -> HttpResponse:
    """One letter for each invitation. The links cannot be shown again, and no cache keeps the page.

    `left_over`: rows of a list that were not entered, to be corrected and handed in again.
    """
    letters = [_letter(request, invited) for invited in several]
    context = {"letters": letters, "title": title, "left_over": left_over}
    response = render(request, "screening/invitation_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _letter(request: HttpRequest, invited: Invited) -> dict[str, object]:
    invitation = invited.invitation
    application = invitation.application
    link = request.build_absolute_uri(invited.path)
    language = invitation.language_word
    with translation.override(language.value):
        until = date_format(invitation.expires_on, "j F Y")
    words = NOTICE.invitation[language].filled(
        person=application.person.full_name,
        post=application.post.name,
        port=application.port.name,
        until=until,
    )
    return {
        "application": application,
        "language": language,
        "link": link,
        "code": _code(link),
        "words": words,
    }


def _code(link: str) -> str:
    """The link as a QR code, as an address that an image can show."""
    target = io.BytesIO()
    qrcode.make(link, image_factory=SvgPathFillImage, box_size=10, border=4).save(target)
    return f"data:image/svg+xml;base64,{base64.b64encode(target.getvalue()).decode()}"
