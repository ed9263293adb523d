"""The steps on a badge: suspend, reactivate, revoke, lost, stolen, handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.enums import BadgeEvent
from access.forms.badge import BadgeReasonForm
from access.models import Badge
from access.permissions.badge import may_change_badge
from access.selectors.badge import access_badge
from access.services import badge as badges
from access.transitions import BADGE_TRANSITIONS
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says of one step on a badge."""

    slug: str
    event: BadgeEvent
    title: str
    done: str
    effect: str
    icon: str
    variant: str = "danger"


STEPS = {
    step.slug: step
    for step in (
        Step(
            "resume",
            BadgeEvent.RESUME,
            "Reactivate badge",
            "reactivated",
            "The badge opens its areas again at once, as far as the clearance reaches.",
            "rotate-ccw",
            "primary",
        ),
        Step(
            "suspend",
            BadgeEvent.SUSPEND,
            "Suspend badge",
            "suspended",
            "Every gate refuses it from now on, until somebody reactivates it. The clearance stays as it is.",
            "circle-pause",
        ),
        Step(
            "revoke",
            BadgeEvent.REVOKE,
            "Revoke badge",
            "revoked",
            "Every gate refuses it from now on, for good. The person needs a new badge.",
            "badge-x",
        ),
        Step(
            "lost",
            BadgeEvent.REPORT_LOST,
            "Report lost",
            "reported lost",
            "Every gate refuses it from now on, found again or not: it may have been copied.",
            "search-x",
            "plain",
        ),
        Step(
            "stolen",
            BadgeEvent.REPORT_STOLEN,
            "Report stolen",
            "reported stolen",
            "Every gate refuses it from now on. A reading of it is shown to the guards as stolen.",
            "siren",
            "plain",
        ),
        Step(
            "returned",
            BadgeEvent.HAND_IN,
            "Hand in",
            "handed in",
            "The badge lies at the desk from now on. A reading of it at a gate then points to a copy.",
            "archive",
            "plain",
        ),
    )
}


class ChangeBadge(Requires, View):
    """One step on a badge, with its reason."""

    capability = Capability.SUSPEND_BADGES

    def get(self, request: HttpRequest, serial: str, step: str) -> HttpResponse:
        return self._page(access_badge(serial, scope=request.scope), _step(step), BadgeReasonForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, serial: str, step: str) -> HttpResponse:
        badge, chosen = access_badge(serial, scope=request.scope), _step(step)
        form = BadgeReasonForm(request.POST)
        if not form.is_valid():
            return self._page(badge, chosen, form)
        try:
            badges.change_state(
                badge,
                chosen.event,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(badge, chosen, form)
        messages.success(request, f"Badge {badge.serial} is {chosen.done}.")
        return redirect("badge-detail", badge.serial)

    def _page(self, badge: Badge, step: Step, form: BadgeReasonForm) -> HttpResponse:
        context = {
            "badge": badge,
            "step": step,
            "form": form,
            "is_possible": (badge.state_word, step.event) in BADGE_TRANSITIONS,
            "verdict": may_change_badge(self.request.user, self.request.scope, badge),
        }
        return render(self.request, "access/badge_change.html", context)


def _step(slug: str) -> Step:
    if slug not in STEPS:
        raise NotFound("page")
    return STEPS[slug]


def possible_steps(badge: Badge, request: HttpRequest) -> list[Step]:
    """The steps that the badge's state allows, for callers who may take them."""
    if not may_change_badge(request.user, request.scope, badge).allowed:
        return []
    return [step for step in STEPS.values() if (badge.state_word, step.event) in BADGE_TRANSITIONS]
