"""The first page behind a link: the question for the birth date, then where the person stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from portsec.kernel import clock
from screening.enums import ApplicationState
from screening.forms.apply import DoorForm
from screening.selectors import declaration as declarations
from screening.selectors.invitation import MOST_TRIES, is_shut
from screening.services import invitation as invitations
from screening.views.apply.door import PublicPart, give_key, has_key
from screening.views.apply.steps import rows


class Door(PublicPart):
    """Asks the birth date; behind it stands the notice, the list of steps, or what was handed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not has_key(request, self.invitation):
            return self._door(DoorForm())
        return give_key(overview(self), self.invitation, self.token)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DoorForm(request.POST)
        if not form.is_valid():
            return self._door(form)
        if invitations.enter(self.invitation, form.cleaned_data["birth_date"], at=clock.now()):
            return give_key(self.to("apply-door"), self.invitation, self.token)
        form.add_error("birth_date", gettext("This is not the date of birth that belongs to this link."))
        self.invitation.refresh_from_db()
        return self._door(form)

    def _door(self, form: DoorForm) -> HttpResponse:
        tries = self.invitation.wrong_tries
        return self.page(
            "door",
            status=400 if form.errors else 200,
            form=form,
            is_shut=is_shut(self.invitation, at=clock.now()),
            tries_left=MOST_TRIES - tries if tries else None,
        )


def overview(page: PublicPart) -> HttpResponse:
    """Where the person stands: to read the notice, to fill in, or done."""
    application = page.invitation.application
    begun = declarations.declaration_of(application)
    if application.state_word is ApplicationState.INVITED or begun is None:
        return page.to("apply-notice")
    if application.state_word is ApplicationState.RECEIVED:
        return page.page("handed_in", declaration=begun)
    lacking = declarations.missing_for_the_person(begun, today=timezone.localdate(clock.now()))
    return page.page(
        "overview",
        declaration=begun,
        steps=rows({item.step for item in lacking}),
        returned=begun.returns.first(),
    )
