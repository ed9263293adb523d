"""A report sealed to Hana, a campaign, an answer kept ready: what the pages of the desk are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Port
from hotline.enums import Author, CodeForm, RecipientKind
from hotline.models import Campaign, CannedAnswer, Hub, Recipient, Report, ReportKey, SealedFile
from hotline.sealing.content import Content, FileHead
from hotline.sealing.identity import new_identity
from hotline.sealing.seal import seal, seal_key
from hotline.sealing.size import FILE_SIZES, TEXT_SIZES
from tests.people import Cast

SAID = "A white van at gate 4."


@dataclass(frozen=True)
class AtDesk:
    report: Report
    file: SealedFile
    recipient: Recipient
    campaign: Campaign
    answer: CannedAnswer


def make(port: Port, cast: Cast, *, at: datetime) -> AtDesk:
    """Written as rows: the receipts and passphrases of real ones take seconds on purpose."""
    key, hers = new_identity(), new_identity()
    hub = Hub.objects.create(
        locode=port.locode,
        name=port.name,
        country=port.country,
        languages=["en", "nl"],
        recovery_key=new_identity().public,
        is_open=True,
    )
    hana = Recipient.objects.create(
        hub=hub,
        account=cast.hana.user.username,
        name=cast.hana.user.display_name,
        unit="Ombud",
        kind=RecipientKind.OWN.value,
        public_key=hers.public,
        wrapped_identity=b"",
        independence="Appointed by parliament.",
        enrolled_by=cast.hana.reference,
        enrolled_on=at.date(),
    )
    report = Report.objects.create(
        reference=f"HR-{hub.pk:06d}",
        hub=hub,
        language="nl",
        is_urgent=True,
        day=at.date(),
        public_key=key.public,
        code_form=CodeForm.DIGITS.value,
        body=seal(Content("person", (), SAID).to_bytes(), key.public, sizes=TEXT_SIZES),
    )
    ReportKey.objects.create(report=report, recipient=hana, sealed=seal_key(key, hers.public))
    head = FileHead("van.jpg", "JPEG picture", "image/jpeg")
    file = SealedFile.objects.create(
        report=report,
        author=Author.REPORTER.value,
        number=1,
        day=at.date(),
        head=seal(head.to_bytes(), key.public, sizes=TEXT_SIZES),
        original=seal(b"original", key.public, sizes=FILE_SIZES),
    )
    code = f"{hub.pk:06d}"
    campaign = Campaign.objects.create(
        hub=hub, code=code, company="Quayside", language="nl", made_on=at.date()
    )
    answer = CannedAnswer.objects.create(hub=hub, language="nl", title="Received", text="Thank you.")
    return AtDesk(report, file, hana, campaign, answer)
