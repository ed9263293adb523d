"""What colleagues and the system did to the cases that one owns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access.selectors.person_case import visible_cases
from ledger.selectors.entry import entries_about
from screening.selectors.application import case_files

SHOWN = 50  # newest first; older ones stand in the case's own timeline


def notices(request: HttpRequest) -> HttpResponse:
    """The newest entries about one's own cases, without one's own deeds."""
    mine = [case.reference for case in case_files(scope=request.scope).filter(owner=request.user)]
    mine += [case.reference for case in visible_cases(scope=request.scope).filter(owner=request.user)]
    entries = entries_about(mine).exclude(actor=request.user.reference)[:SHOWN]
    return render(request, "portsec/notices.html", {"entries": entries})
