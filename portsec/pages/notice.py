"""What colleagues and the system did to the cases that one owns and the visitors whom one announced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access.selectors.badge_return import escalations
from access.selectors.person_case import visible_cases
from access.selectors.security_notice import security_notices
from access.selectors.visit import host_references
from hotline.selectors.notice import hotline_notices
from ledger.selectors.entry import entries_about
from portsec.kernel import clock
from screening.selectors.application import case_files

SHOWN = 50  # newest first; older ones stand in the case's own timeline


def notices(request: HttpRequest) -> HttpResponse:
    """The newest entries about one's own cases and visitors, without one's own deeds.

    Whoever keeps the security of a port also reads which cards have not come back, and who sets its level
    or works at its gates which levels and lockdowns there were; hotline officers are told at fixed hours
    to look into their inbox.
    """
    mine = [case.reference for case in case_files(scope=request.scope).filter(owner=request.user)]
    mine += [case.reference for case in visible_cases(scope=request.scope).filter(owner=request.user)]
    mine += host_references(request.user, at=clock.now())
    found = entries_about(mine) | escalations(scope=request.scope) | security_notices(scope=request.scope)
    found |= hotline_notices(request.user, request.scope)
    entries = found.exclude(actor=request.user.reference)[:SHOWN]
    return render(request, "portsec/notices.html", {"entries": entries})
