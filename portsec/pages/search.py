"""One box for a person, badge, company or reference."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from access.selectors.badge import badges_matching
from access.selectors.person_case import visible_cases
from access.selectors.pseudonym import with_sight
from portsec.kernel import clock
from screening.selectors.application import queue
from screening.selectors.person import people_named

LONGEST = 100  # characters, as in the box
SHOWN = 20  # of each kind; more than that asks for a narrower search


def search(request: HttpRequest) -> HttpResponse:
    """Everything in reach that the text names. A single result opens at once when it is a reference."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if not text:
        return render(request, "portsec/search.html", {"search_query": ""})
    people = list(people_named(text, scope=request.scope)[:SHOWN])
    cases = list(queue(scope=request.scope, text=text)[:SHOWN])
    badges = list(badges_matching(text, scope=request.scope)[:SHOWN])
    seen = with_sight(visible_cases(scope=request.scope), request.user, at=clock.now())
    person_cases = list(seen.filter(ref__iexact=text)[:SHOWN])
    exact = [
        *(reverse("case-detail", args=[case.ref]) for case in cases if case.ref == text.upper()),
        *(reverse("badge-detail", args=[badge.serial]) for badge in badges if badge.serial == text.upper()),
        *(reverse("person-case-detail", args=[case.ref]) for case in person_cases),
    ]
    if len(exact) == 1:
        return redirect(exact[0])
    context = {
        "search_query": text,
        "people": people,
        "cases": cases,
        "badges": badges,
        "person_cases": person_cases,
        "nothing": not (people or cases or badges or person_cases),
    }
    return render(request, "portsec/search.html", context)
