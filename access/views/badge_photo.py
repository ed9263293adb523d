"""The photo of a holder: taken at the desk, looked at, kept; and shown to whoever compares faces."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control

from access.badging import photo
from access.badging.photo import Crop
from access.forms.desk import CropForm, PhotoForm
from access.models import BadgePhoto
from access.permissions.badge import may_photograph
from access.selectors.badge_card import access_photo, newest_photo
from access.selectors.desk import access_person_at_desk
from access.services import badge_photo
from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound, require
from screening.models import Person

private = method_decorator(cache_control(private=True, no_store=True))


class TakePhoto(Requires, View):
    """Choose a picture, choose between its crops, keep one. Nothing is stored before the last step."""

    capability = Capability.ISSUE_BADGES

    @private
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self._page(self._person(ref), PhotoForm())

    @private
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = self._person(ref)
        require(may_photograph(request.user, request.scope, person))
        if "crop" in request.POST:
            return self._keep(person)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(person, form)
        try:
            crops = self._crops(form.cleaned_data["picture"])
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(person, form)
        return self._page(person, form, crops)

    def _keep(self, person: Person) -> HttpResponse:
        form = CropForm(self.request.POST)
        acts = {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}
        content = form.content() if form.is_valid() else b""
        try:
            badge_photo.keep(person, content, **acts)
        except InvalidInput:
            messages.error(self.request, "The picture did not come through. Please take it again.")
            return redirect("desk-photo", person.ref)
        messages.success(self.request, f"The photo of {person.full_name} is kept.")
        return redirect(f"{reverse('desk')}?person={person.ref}")

    def _crops(self, upload: Any) -> list[dict[str, str]]:
        """Each way to crop the picture, as the page shows and carries it."""
        if upload.size > photo.MOST_BYTES:
            problem = f"This file is larger than {photo.MOST_BYTES // 1024 // 1024} MB."
            raise InvalidInput(problem, fields={"picture": problem})
        content = upload.read()
        return [
            {
                "value": crop.value,
                "label": crop.label,
                "content": base64.b64encode(photo.read(content, crop)).decode(),
            }
            for crop in Crop
        ]

    def _person(self, ref: str) -> Person:
        return access_person_at_desk(ref, scope=self.request.scope, at=clock.now())

    def _page(
        self, person: Person, form: PhotoForm, crops: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        context = {
            "person": person,
            "form": form,
            "crops": crops or [],
            "kept": newest_photo(person),
            "verdict": may_photograph(self.request.user, self.request.scope, person),
        }
        return render(self.request, "access/desk_photo.html", context)


class HolderPhoto(Requires, View):
    """The newest photo of a person, for the desk."""

    capability = Capability.ISSUE_BADGES

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        kept = newest_photo(access_person_at_desk(ref, scope=request.scope, at=clock.now()))
        if kept is None:
            raise NotFound("photo")
        return shown(kept)


class BadgePhotoImage(Requires, View):
    """The photo on a badge, for whoever sees badges or stands at a gate."""

    capability = (Capability.VIEW_BADGES, Capability.WATCH_GATES)

    def get(self, request: HttpRequest, serial: str) -> HttpResponse:
        return shown(access_photo(serial, scope=request.scope))


def shown(kept: BadgePhoto) -> HttpResponse:
    """The JPEG that we drew ourselves; no cache keeps a face."""
    return HttpResponse(
        bytes(kept.image),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, no-store", "Content-Disposition": "inline"},
    )
