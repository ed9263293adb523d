"""The keys that sign badges and lists of revoked badges: which there are, and how they are replaced."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.credential.claims import LONGEST_VALIDITY
from access.forms.device import DeviceReasonForm
from access.models import CredentialKey
from access.selectors.credential_key import access_key, key_ports, standing_of, visible_keys
from access.services import key_directory, signing_key
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Column
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound

TRAIL = [("Devices at gates", "/gates/devices/")]
COLUMNS = (
    Column("key", "Key"),
    Column("standing", "State"),
    Column("signs", "Signs"),
    Column("verifies", "Verifies until"),
    Column("step", "Step"),
)


class KeyList(Requires, View):
    """All keys of the ports in reach, the newest first."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        rows = [_shown(key, now) for key in visible_keys(scope=request.scope)]
        ports = [
            {"port": port, "rows": [row for row in rows if row["key"].port_id == port.pk]}
            for port in key_ports(scope=request.scope)
        ]
        context = {"ports": ports, "columns": COLUMNS, "trail": [*TRAIL, ("Signing keys", "")]}
        return render(request, "access/key_list.html", context)


class KeyRotate(Requires, View):
    """Lets a new key sign; the page says what that does before it is done."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, locode: str) -> HttpResponse:
        context = {"port": _port(request, locode), "trail": _trail("Rotate")}
        return render(request, "access/key_rotate.html", context)

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, locode: str) -> HttpResponse:
        port = _port(request, locode)
        made = signing_key.rotate(port, actor=request.user, scope=request.scope, at=clock.now())
        messages.success(request, f"Key {bytes(made.kid).hex()} signs for {port.name} from now on.")
        return redirect("key-list")


class KeyWithdraw(Requires, View):
    """Takes a key out that somebody else may have."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self._page(access_key(number, scope=request.scope), DeviceReasonForm())

    @method_decorator(fresh_sign_in)
    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        key, form = access_key(number, scope=request.scope), DeviceReasonForm(request.POST)
        if not form.is_valid():
            return self._page(key, form)
        try:
            signing_key.withdraw(
                key,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(key, form)
        messages.success(request, f"Key {bytes(key.kid).hex()} is withdrawn: nothing that it signed holds.")
        return redirect("key-list")

    def _page(self, key: CredentialKey, form: DeviceReasonForm) -> HttpResponse:
        context = {"row": _shown(key, clock.now()), "form": form, "trail": _trail("Withdraw")}
        return render(self.request, "access/key_withdraw.html", context)


def _shown(key: CredentialKey, now: Any) -> dict[str, Any]:
    """A key as a row of the page. `has_file`: without its file a key that signs cannot."""
    until = key.signs_until + LONGEST_VALIDITY if key.signs_until else None
    return {
        "key": key,
        "kid": bytes(key.kid).hex(),
        "standing": standing_of(key, at=now),
        "verifies_until": key.withdrawn_at or until,
        "has_file": key_directory.has(bytes(key.kid)),
    }


def _port(request: HttpRequest, locode: str) -> Any:
    """A port whose keys the caller keeps. Raises NotFound."""
    for port in key_ports(scope=request.scope):
        if port.locode == locode:
            return port
    raise NotFound("port")


def _trail(last: str) -> list[tuple[str, str]]:
    return [*TRAIL, ("Signing keys", "/gates/keys/"), (last, "")]
