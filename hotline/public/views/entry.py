"""The ways in: the bare address, a printed card, and what counts as suspicious."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hotline.public.draft import Draft
from hotline.public.pages import in_language, page
from hotline.public.views.report import start_page
from hotline.selectors import door
from portsec.kernel import clock


def door_language() -> str:
    """The first language of the only hub, English where there are several."""
    hubs = door.open_hubs()
    return hubs[0].languages[0] if len(hubs) == 1 and hubs[0].languages else "en"


def front(request: HttpRequest) -> HttpResponse:
    """The browser is not asked which languages it speaks."""
    return HttpResponseRedirect(reverse("hotline-report", args=[door_language()]))


def card(request: HttpRequest, code: str) -> HttpResponse:
    """A printed card leads here. All cards of a campaign carry one code; an unknown one is ignored."""
    campaign = door.campaign(code)
    if campaign is None:
        return front(request)
    draft = Draft(hub=campaign.hub.locode, campaign=campaign.code)
    return start_page(request, campaign.language, draft, clock.now())


@in_language
def what(request: HttpRequest, language: str) -> HttpResponse:
    return page(request, language, "what", {"report_url": reverse("hotline-report", args=[language])})


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")
