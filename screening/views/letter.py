"""One letter: what it is, and the letter itself for a reason that goes on record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.doors import Requires, requires
from accounts.roles import Capability
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, require
from screening.data_subject_permissions import may_read_letter
from screening.forms.data_subject import OpenLetterForm
from screening.selectors.letter import access_letter
from screening.selectors.timeline import display_names
from screening.services import letter as letters


class LetterDetail(Requires, View):
    """A letter's marks, its digest and the door to its bytes."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        letter = access_letter(number, scope=request.scope)
        context = {
            "letter": letter,
            "application": letter.application,
            "digest": [letter.digest[start : start + 16] for start in range(0, 64, 16)],
            "sender": display_names([letter.issued_by])[letter.issued_by],
            "form": OpenLetterForm(),
            "verdict": may_read_letter(request.user, request.scope, letter),
        }
        return render(request, "screening/letter_detail.html", context)


@require_POST
@requires(Capability.VIEW_CASES)
@never_cache
def letter_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF as it was sent, never drawn in our own pages."""
    letter = access_letter(number, scope=request.scope)
    require(may_read_letter(request.user, request.scope, letter))
    form = OpenLetterForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("Say why you open the letter.", fields={"reason": "Reason"})
    pdf = letters.open_letter(
        letter,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        scope=request.scope,
        at=clock.now(),
    )
    return attachment(pdf, f"{letter.number}.pdf")


def attachment(content: bytes, name: str, media_type: str = "application/pdf") -> HttpResponse:
    """A file that the browser saves and no cache keeps."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
