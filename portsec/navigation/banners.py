"""What somebody must know before anything else on a page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from access.selectors.break_glass import escalated, to_review
from access.selectors.lockdown import MAY_SEE_LOCKDOWNS, lockdowns_in_force


def banners(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody must know before anything else: what is locked down, and what was opened by force."""
    return [*_lockdown_banners(request), *_break_glass_banners(request)]


def _break_glass_banners(request: HttpRequest) -> list[dict[str, str]]:
    """The alarm of the security desk; once nobody looked in time, of everybody who watches look-ups."""
    page, scope = reverse("break-glass-list"), request.scope
    if request.path.startswith(page):
        return []
    waiting, late = to_review(scope=scope).first(), escalated(scope=scope).count()
    if waiting is None and not late:
        return []
    due = "" if waiting is None else f"{timezone.localtime(waiting.review_due_at):%-d %B, %H:%M}"
    return [
        {
            "title": "Break-glass was not reviewed in time" if late else "Somebody broke the glass",
            "text": f"{late} wait too long." if late else f"Look at it before {due}.",
            "tone": "bad" if late else "wait",
            "icon": "siren",
            "url": page,
            "link": "Look at it",
        }
    ]


def _lockdown_banners(request: HttpRequest) -> list[dict[str, str]]:
    """For everybody at the gates."""
    page, scope = reverse("lockdown"), request.scope
    if not scope.ports(*MAY_SEE_LOCKDOWNS) or request.path.startswith(page):
        return []
    return [
        {
            "title": f"{row} is closed",
            "text": "Nobody comes in but those whom the lockdown names. Ways out stay open.",
            "tone": "bad",
            "icon": "lock",
            "url": page,
            "link": "See the lockdown",
        }
        for row in lockdowns_in_force(scope=scope)
    ]
