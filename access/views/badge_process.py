"""How a badge goes on: renewal, replacement, revalidation; and how a card that was handed in ends."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from access.badging.ending import earliest
from access.enums import BadgeEvent
from access.forms.badge_process import DestructionForm, RenewalForm, ReplacementForm, RevalidationForm
from access.models import Area, Badge
from access.permissions.badge import may_ask_for_badge, may_change_badge
from access.selectors.badge import access_badge
from access.selectors.badge_bound import bounds_of
from access.selectors.badge_stock import possible_witnesses
from access.services import badge_process, badge_return
from access.services.badge_process import Cause
from access.transitions import BADGE_TRANSITIONS
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import Verdict, all_of, allow, deny


class Process(Requires, View):
    """One way on: a page that says what it is and is not, whether it is possible, and its form."""

    title: ClassVar[str]
    effect: ClassVar[str]
    button: ClassVar[str]
    icon: ClassVar[str]
    variant: ClassVar[str] = "primary"

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        badge = access_badge(serial, scope=request.scope)
        return self._page(badge, self.form(badge))

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, serial: str) -> HttpResponse:
        badge = access_badge(serial, scope=request.scope)
        form = self.form(badge, request.POST)
        if not form.is_valid():
            return self._page(badge, form)
        try:
            self.act(badge, form.cleaned_data, actor=request.user, scope=request.scope, at=clock.now())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(badge, form)
        return redirect("badge-detail", badge.serial)

    def form(self, badge: Badge, data: Any = None) -> Form:
        raise NotImplementedError

    def act(self, badge: Badge, values: dict[str, Any], **who: Any) -> None:
        """Do it, and say what came of it."""
        raise NotImplementedError

    def verdict(self, badge: Badge) -> Verdict:
        """Whether this caller may, and the badge stands so that it is possible."""
        raise NotImplementedError

    def _page(self, badge: Badge, form: Form) -> HttpResponse:
        context = {"badge": badge, "process": self, "form": form, "verdict": self.verdict(badge)}
        return render(self.request, "access/badge_process.html", context)


class RenewBadge(Process):
    capability = Capability.REQUEST_BADGES
    title = "Renew badge"
    effect = (
        "A request for a new badge with the same areas and a later end. Another officer issues it. The badge "
        "that the holder has goes on until the new one is handed over. For a lost card, choose “Replace”."
    )
    button = "Ask for the new badge"
    icon = "calendar-plus"

    def form(self, badge: Badge, data: Any = None) -> RenewalForm:
        bound = None
        if badge.person is not None:
            bound = earliest(bounds_of([badge.person], at=clock.now())[badge.person.pk])
        return RenewalForm(data, longest=bound.day if bound else None)

    def verdict(self, badge: Badge) -> Verdict:
        return all_of(_may_ask(self.request, badge), badge_process.may_renew(badge, at=clock.now()))

    def act(self, badge: Badge, values: dict[str, Any], **who: Any) -> None:
        badge_process.renew(badge, **values, **who)
        messages.success(self.request, "Asked for. Another officer issues the new badge.")


class ReplaceBadge(Process):
    capability = Capability.REQUEST_BADGES
    title = "Replace badge"
    effect = (
        "Every gate refuses the old card from now on, found again or not. A new one with the same areas and "
        "the same end is asked for, and another officer issues it. A suspended badge is not replaced."
    )
    button, icon, variant = "End the old card and ask for a new one", "copy", "danger"

    def form(self, badge: Badge, data: Any = None) -> ReplacementForm:
        return ReplacementForm(data)

    def verdict(self, badge: Badge) -> Verdict:
        may = all_of(_may_ask(self.request, badge), _may_change(self.request, badge))
        return all_of(may, badge_process.may_replace(badge, at=clock.now()))

    def act(self, badge: Badge, values: dict[str, Any], **who: Any) -> None:
        done = badge_process.replace(badge, Cause(values["cause"]), reason=values["reason"], **who)
        ended = f"Badge {badge.serial} is {done.badge.state_word.label.lower()}."
        if done.request is not None:
            messages.success(self.request, f"{ended} Another officer issues the new one.")
        else:
            messages.warning(self.request, f"{ended} No new badge was asked for: {done.problem}")


class RevalidateBadge(Process):
    capability = Capability.SUSPEND_BADGES
    title = "Confirm badge"
    effect = (
        "You saw holder and card together, and say which areas are still needed. There is no new card: the "
        "badge goes on until its end. An area that you leave out stops opening at once."
    )
    button = "Confirm"
    icon = "user-check"

    def form(self, badge: Badge, data: Any = None) -> RevalidationForm:
        names = dict(
            Area.objects.filter(port_id=badge.port_id, code__in=badge.areas).values_list("code", "name")
        )
        return RevalidationForm(data, areas=[(code, names.get(code, code)) for code in badge.areas])

    def verdict(self, badge: Badge) -> Verdict:
        return all_of(_may_change(self.request, badge), badge_process.may_revalidate(badge, at=clock.now()))

    def act(self, badge: Badge, values: dict[str, Any], **who: Any) -> None:
        badge_process.revalidate(badge, values["areas"], remark=values["remark"], **who)
        today = timezone.localdate(clock.now())
        messages.success(self.request, f"Confirmed: seen on {today:%-d %B %Y}.")


class DestroyBadge(Process):
    capability = Capability.SUSPEND_BADGES
    title = "Destroy card"
    effect = "For a card that lies at the desk. A reading of it at a gate then points to a copy."
    button, icon, variant = "Put the destruction on record", "trash-2", "danger"

    def form(self, badge: Badge, data: Any = None) -> DestructionForm:
        people = possible_witnesses(port_ids=frozenset({badge.port_id}))
        return DestructionForm(data, witnesses=people.exclude(pk=self.request.user.pk))

    def verdict(self, badge: Badge) -> Verdict:
        handed_in = (badge.state_word, BadgeEvent.DESTROY) in BADGE_TRANSITIONS
        lies_here = allow() if handed_in else deny("badge_not_returned", "The card was not handed in.")
        return all_of(_may_change(self.request, badge), lies_here)

    def act(self, badge: Badge, values: dict[str, Any], **who: Any) -> None:
        badge_return.destroy(badge, **values, **who)
        messages.success(self.request, f"The card {badge.serial} is destroyed.")


def _may_ask(request: HttpRequest, badge: Badge) -> Verdict:
    if badge.person is None:
        return allow()  # the process itself says that the holder is not on file
    return may_ask_for_badge(request.user, request.scope, badge.person)


def _may_change(request: HttpRequest, badge: Badge) -> Verdict:
    return may_change_badge(request.user, request.scope, badge)


WAYS: tuple[tuple[str, type[Process]], ...] = (
    ("badge-revalidate", RevalidateBadge),
    ("badge-renew", RenewBadge),
    ("badge-replace", ReplaceBadge),
    ("badge-destroy", DestroyBadge),
)


def possible_ways(badge: Badge, request: HttpRequest) -> list[tuple[str, type[Process]]]:
    """The ways on that are open for this badge to this caller, as names of addresses and their pages."""
    found = []
    for name, page in WAYS:
        way = page()
        way.setup(request, serial=badge.serial)
        wanted = page.capability if isinstance(page.capability, tuple) else (page.capability,)
        holds = any(request.scope.holds(each.value, badge.port_id) for each in wanted)
        if holds and way.verdict(badge).allowed:
            found.append((name, page))
    return found
