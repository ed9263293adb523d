"""Makes, reads and changes the codes by which reporters come back. Nothing of it goes on record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from hotline.enums import CodeForm
from hotline.models import ReceiptScheme, Report
from hotline.receipt import code as codes
from hotline.receipt.stretch import KEY_BYTES, SALT_BYTES, USUAL, Cost, Stretched, stretch
from hotline.sealing.box import Box, locked, unlocked
from hotline.sealing.identity import Identity, identity_of, new_identity
from portsec.kernel.errors import Conflict, NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class Minted:
    """A new code, for one report. `code` is shown once and kept nowhere."""

    code: str = field(repr=False)
    form: CodeForm
    stretched: Stretched = field(repr=False)

    @property
    def shown(self) -> str:
        return codes.shown(self.code, self.form)


@dataclass(frozen=True, slots=True)
class Opened:
    """A report that its reporter has opened. Holds secrets: for the length of a request only."""

    report: Report
    code: str = field(repr=False)
    key: bytes = field(repr=False)
    box: Box = field(repr=False)

    @property
    def identity(self) -> Identity:
        return identity_of(self.box.secret)


def mint(form: CodeForm) -> Minted:
    """Make a new code. Takes about a second on purpose."""
    code = codes.generate(form)
    return Minted(code, form, _stretched(code))


def open_report(typed: str) -> Opened:
    """Find and open the report of a code. Takes about a second on purpose, whether there is one or not.

    Refuses when: it has a typing error (InvalidInput, at once); it opens nothing (NotFound), because there
    never was such a code, it was changed, or the report was erased. The three look and take the same.
    """
    code, _ = codes.read(typed)
    stretched = _stretched(code)
    report = _reports().filter(look_up=stretched.look_up).first()
    return _opened(report, code, stretched.key)


def reopen(report_id: UUID, code: str, key: bytes) -> Opened:
    """Open a report that was opened on the page before, without the second that a guess costs.

    Refuses when: the key does not open it, or any more (NotFound).
    """
    return _opened(_reports().filter(pk=report_id).first(), code, key)


def change(opened: Opened, minted: Minted) -> None:
    """Give a report a new code. The old one opens nothing from now on.

    Refuses when: the code was changed meanwhile, on another page (Conflict).
    """
    box = locked(opened.box, minted.stretched.key, about=str(opened.report.pk))
    changed = Report.objects.filter(pk=opened.report.pk, look_up=bytes(opened.report.look_up or b"")).update(
        look_up=minted.stretched.look_up, reporter_box=box, code_form=minted.form.value, is_settled=False
    )
    if changed != 1:
        raise Conflict("The code of this report was changed already. Open it again with the new one.")


def make_scheme(cost: Cost = USUAL) -> ReceiptScheme:
    """How this installation stretches codes, made at first use and never changed.

    Safe to repeat because: there is room for one row only.
    """
    scheme, _ = ReceiptScheme.objects.get_or_create(
        only=True,
        defaults={
            "salt": secrets.token_bytes(SALT_BYTES),
            "memory_kib": cost.memory_kib,
            "passes": cost.passes,
        },
    )
    return scheme


def _stretched(code: str) -> Stretched:
    scheme = make_scheme()
    return stretch(code, salt=bytes(scheme.salt), cost=Cost(scheme.memory_kib, scheme.passes))


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("hub")


# What is tried where there is no report, so that this takes as long.
_NOBODY: Final = "nobody"
_DECOY: Final = locked(
    Box(new_identity().secret, date(2026, 11, 22), bytes(32), bytes(32)), bytes(KEY_BYTES), about=_NOBODY
)


def _opened(report: Report | None, code: str, key: bytes) -> Opened:
    sealed, about = (report.reporter_box, str(report.pk)) if report else (_DECOY, _NOBODY)
    try:
        box = unlocked(bytes(sealed or _DECOY), key, about=about)
    except Unavailable:
        box = None
    if report is None or box is None:
        raise NotFound("report")
    return Opened(report, code, key, box)
