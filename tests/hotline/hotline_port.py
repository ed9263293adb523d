"""A port hub with its hotline open: recipients outside the port, three keepers, codes that cost little."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from accounts.models import Organisation, Port
from accounts.roles import Role
from hotline.enums import CodeForm, RecipientKind
from hotline.models import Hub, Keeper, Recipient, Report
from hotline.receipt import code as codes
from hotline.receipt.stretch import LEAST_MEMORY_KIB, Cost, Stretched
from hotline.sealing.content import Answer, Content
from hotline.sealing.handed_in import HandedIn
from hotline.sealing.identity import Identity, new_identity, wrapped
from hotline.sealing.parts import parted
from hotline.sealing.seal import seal
from hotline.services import hub as hubs
from hotline.services import lodging, receipt
from hotline.services.attachment import PART_SIZES
from hotline.services.lodging import Submission
from hotline.services.receipt import Minted, Opened
from hotline.services.recipient import Unlocked
from tests import people
from tests.people import Actor

PASSPHRASE = "four words that nobody knows"
LEAST = Cost(memory_kib=LEAST_MEMORY_KIB, passes=1)  # a twentieth of a second instead of a second
SAID = Content("vehicle", (Answer("what", "A white van at gate 4"), Answer("cue", "route")), "It waits.")
KINDS = {
    "hana_h": RecipientKind.OWN,
    "otto_h": RecipientKind.OWN,
    "sissi_h": RecipientKind.SISTER,
    "olga_h": RecipientKind.OVERSIGHT,
}


@dataclass(frozen=True)
class HotlinePort:
    """`hana` and `otto` receive reports of the hub, `sissi` those for the sister port, `olga` oversees."""

    hub: Hub
    hana: Actor
    otto: Actor
    sissi: Actor
    olga: Actor
    keepers: tuple[Keeper, ...]

    def recipient(self, actor: Actor) -> Recipient:
        return Recipient.objects.get(hub=self.hub, account=actor.user.username)

    def unlocked(self, actor: Actor) -> Unlocked:
        """What the passphrase would open, without the second that this takes."""
        return Unlocked(self.recipient(actor), key_of(actor.user.username)[0])

    def lodge(
        self,
        *,
        at: datetime,
        content: Content = SAID,
        is_urgent: bool = True,
        files: tuple[HandedIn, ...] = (),
        minted: Minted | None = None,
        **wishes: object,
    ) -> Minted:
        """A report, urgent unless told otherwise, so that it is there at once; the code that opens it."""
        code = minted or receipt.mint(CodeForm.DIGITS)
        submission = Submission(
            hub=self.hub.locode,
            language="nl",
            content=content,
            is_urgent=is_urgent,
            files=files,
            **wishes,  # type: ignore[arg-type]
        )
        lodging.lodge(submission, code, at=at)
        return code

    def report(self, minted: Minted) -> Report:
        """The row of a report, as a test finds it."""
        return Report.objects.select_related("hub").get(look_up=minted.stretched.look_up)

    def opened(self, minted: Minted) -> Opened:
        """The report in its reporter's hands."""
        return receipt.reopen(self.report(minted).pk, minted.code, minted.stretched.key)


def cheap_code(form: CodeForm = CodeForm.DIGITS) -> Minted:
    """A code that was not stretched: for tests of many reports, none of which is opened by typing."""
    code = codes.generate(form)
    raw = code.encode().ljust(32, b"0")[:32]
    return Minted(code, form, Stretched(look_up=raw, key=raw[::-1]))


@cache
def key_of(name: str) -> tuple[Identity, bytes]:
    """Somebody's key and its wrapped form, made once: wrapping takes a second, as it should."""
    identity = new_identity()
    return identity, wrapped(identity, PASSPHRASE)


def make(port: Port, *, at: datetime) -> HotlinePort:
    """Everything that a hub needs before reports come in."""
    outside = Organisation.objects.create(code="OMBUD", name="Ombud", kind="authority", country="BE")
    receipt.make_scheme(LEAST)
    hub = hubs.set_up(port, ["en", "nl", "ar"], sister="XXOTH", actor="user:olga_h", at=at)
    made = {
        name: people.make_actor(name, Role.HOTLINE_OFFICER, port, at=at, organisation=outside)
        for name in KINDS
    }
    _give_parts(hub)
    for name, kind in KINDS.items():
        identity, file = key_of(name)
        Recipient.objects.create(
            hub=hub,
            account=name,
            name=made[name].user.display_name,
            unit=f"unit of {name}",
            kind=kind.value,
            public_key=identity.public,
            wrapped_identity=file,
            independence="Appointed by parliament.",
            enrolled_by=made[name].reference,
            enrolled_on=at.date(),
        )
    hub = hubs.open_hub(hub, actor="user:olga_h", at=at)
    return HotlinePort(hub, *made.values(), keepers=tuple(hub.keepers.all()))


def _give_parts(hub: Hub) -> None:
    """Three of the four keep a part of the recovery key, with the key that they receive reports with."""
    recovery_key = new_identity()
    Hub.objects.filter(pk=hub.pk).update(recovery_key=recovery_key.public)
    hub.refresh_from_db()
    for name, part in zip(list(KINDS)[1:], parted(recovery_key.secret.encode(), 3), strict=True):
        identity, file = key_of(name)
        Keeper.objects.create(
            hub=hub,
            number=part.number,
            account=name,
            name=name,
            public_key=identity.public,
            wrapped_identity=file,
            part=seal(part.to_bytes(), identity.public, sizes=PART_SIZES),
        )
