"""The devices at the readers: which have one, how old their lists are, how one is enrolled or taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from access.credential.keys import key_id
from access.enums import DeviceStanding
from access.forms.device import DeviceFilters, DeviceReasonForm
from access.models import Reader
from access.selectors.device import access_device_reader, coverage, device_readers, newest_codes
from access.services import device
from accounts.desk_list import DeskList
from accounts.doors import Requires, fresh_sign_in
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope


class DeviceList(DeskList):
    """Every reader in reach, with its device and the age of its list."""

    capability = Capability.MANAGE_AREAS
    template_name = "access/device_list.html"
    title = "Devices at gates"
    subtitle = "A reader that is cut off goes by the last list of revoked badges that it fetched."
    columns = (
        Column("reader", "Reader"),
        Column("leads", "Leads to"),
        Column("device", "Device"),
        Column("list", "List of"),
        Column("seen", "Last heard of"),
        Column("queue", "Uploaded", numeric=True),
    )
    filters = DeviceFilters
    views = (
        SavedView("all", "All"),
        SavedView("too-old", "List too old", {"standing": DeviceStanding.TOO_OLD.value}),
        SavedView("without", "No device", {"standing": DeviceStanding.NO_DEVICE.value}),
    )
    ordering = ("code", "pk")
    row_template = "access/device_row.html"
    export_name = "devices"
    csv_columns = (
        CsvColumn("reader", "code"),
        CsvColumn("port", "port.locode"),
        CsvColumn("gate", "gate.code"),
        CsvColumn("device", "device.username"),
        CsvColumn("standing", "standing"),
        CsvColumn("list_of", "list_issued_at"),
        CsvColumn("seen_at", "seen_at"),
        CsvColumn("uploaded", "queue_next"),
    )
    empty = Empty(
        "smartphone-nfc", "No readers here", "Clear the filters, or set up a reader at a gate first."
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        return self.exported(device_readers(scope=scope, at=clock.now(), **filters))

    def actions(self, request: HttpRequest) -> list[Action]:
        return [Action("Signing keys", "/gates/keys/", icon="key-round")]

    def row_tone(self, row: Reader) -> str:
        return "bad" if row.standing == DeviceStanding.TOO_OLD.value else ""

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        ports = coverage(scope=request.scope, at=clock.now())
        return {**super().extra_context(request, queryset), "coverage": ports}


class DeviceDetail(Requires, View):
    """One reader and its device."""

    capability = Capability.MANAGE_AREAS

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return _page(request, number, DeviceReasonForm())


@method_decorator(fresh_sign_in, name="dispatch")
class DeviceCode(Requires, View):
    """Makes a code and shows it, once."""

    capability = Capability.MANAGE_AREAS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        now = clock.now()
        reader = access_device_reader(number, scope=request.scope, at=now)
        code = device.make_code(reader, actor=request.user, scope=request.scope, at=now)
        context = {
            "reader": reader,
            "code": code,
            "expires_at": now + device.CODE_LIFE,
            "server": request.build_absolute_uri("/").rstrip("/"),
            "trail": _trail(reader, "Code"),
        }
        response = render(request, "access/device_code.html", context)
        response["Cache-Control"] = "no-store"
        return response


@method_decorator(fresh_sign_in, name="dispatch")
class DeviceWithdraw(Requires, View):
    """Takes the device of a reader out."""

    capability = Capability.MANAGE_AREAS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        form, now = DeviceReasonForm(request.POST), clock.now()
        reader = access_device_reader(number, scope=request.scope, at=now)
        if not form.is_valid():
            return _page(request, number, form)
        try:
            device.withdraw(
                reader, reason=form.cleaned_data["reason"], actor=request.user, scope=request.scope, at=now
            )
        except InvalidInput as error:
            add_errors(error, form)
            return _page(request, number, form)
        messages.success(request, f"The device of reader {reader.code} is out; its token opens nothing.")
        return redirect("device-detail", number)


def _page(request: HttpRequest, number: int, form: DeviceReasonForm) -> HttpResponse:
    now = clock.now()
    reader = access_device_reader(number, scope=request.scope, at=now)
    context = {
        "reader": reader,
        "key": key_id(bytes(reader.device_key)).hex() if reader.device_key else "",
        "codes": newest_codes(reader),
        "now": now,
        "form": form,
        "trail": _trail(reader),
    }
    return render(request, "access/device_detail.html", context)


def _trail(reader: Reader, *further: str) -> list[tuple[str, str]]:
    here = f"/gates/devices/{reader.pk}/" if further else ""
    return [("Devices at gates", "/gates/devices/"), (reader.code, here), *((name, "") for name in further)]
