"""Takes in a report. Nothing of it goes on record, and nothing but its sealed bytes and a day is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from hotline.clock.day import Appearance, appearance, random_hour
from hotline.enums import Author
from hotline.flood.likeness import Likeness
from hotline.models import Commitment, Hub, Recipient, Report, ReportKey
from hotline.routing.choose import Candidate, Choice, Wish, choose
from hotline.sealing.box import Box, locked
from hotline.sealing.content import Content
from hotline.sealing.handed_in import HandedIn
from hotline.sealing.identity import Identity, new_identity
from hotline.sealing.seal import seal, seal_key
from hotline.sealing.size import TEXT_SIZES
from hotline.services import attachment
from hotline.services.receipt import Minted
from hotline.slots.commitment import SALT_BYTES, Opening, content_digest
from portsec.kernel.errors import InvalidInput, NotFound

REFERENCE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none looks like another, and no words arise

_likeness = Likeness()


@dataclass(frozen=True, slots=True)
class Submission:
    """What a reporter sends. `hub` is a LOCODE; `named` are names from the fields for people."""

    hub: str
    language: str
    content: Content = field(repr=False)
    is_urgent: bool = False
    excluded_units: tuple[str, ...] = ()
    named: tuple[str, ...] = field(default=(), repr=False)
    to_sister: bool = False
    files: tuple[HandedIn, ...] = field(default=(), repr=False)
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Lodged:
    """What the reporter is told beside the code: whether somebody was left out, or it went elsewhere."""

    excluded: int
    moved_on: bool


def lodge(submission: Submission, minted: Minted, *, at: datetime) -> Lodged:
    """Seal a report to its recipients and keep it.

    Refuses when: nothing was said, or it is longer than 64 KB (InvalidInput); files are too many or too large
    (InvalidInput); the hub has no hotline (NotFound).
    Records: nothing. The hour's places in the ledger are filled later, as many with a report as without.
    """
    hub = Hub.objects.filter(locode=submission.hub, is_open=True).first()
    if hub is None:
        raise NotFound("hotline")
    content = submission.content
    if content.is_empty and not submission.files:
        raise InvalidInput("Answer one question at least, or add a file.", code="nothing_said")
    attachment.check(submission.files)
    choice = _choice(hub, submission)
    appears = appearance(
        at, is_urgent=submission.is_urgent, zone=get_default_timezone(), draw=secrets.randbelow
    )
    identity = new_identity()
    sealed = seal(content.to_bytes(), identity.public, sizes=TEXT_SIZES)
    is_repeated = _likeness.is_repeated(content.whole_text, at=at)
    with transaction.atomic():
        report = _row(hub, submission, minted, identity, sealed, appears, is_repeated, at)
        _give_keys(report, identity, choice)
        attachment.add_all(report, submission.files, author=Author.REPORTER, appears=appears)
    return Lodged(len(choice.excluded), choice.moved_on)


def _choice(hub: Hub, submission: Submission) -> Choice:
    candidates = [Candidate(each.pk, each.name, each.unit, each.kind_word) for each in _candidates(hub)]
    wish = Wish(
        units=frozenset(submission.excluded_units),
        names=submission.named,
        text=submission.content.whole_text,
        to_sister=submission.to_sister,
    )
    return choose(candidates, wish)


def _row(
    hub: Hub,
    submission: Submission,
    minted: Minted,
    identity: Identity,
    sealed: bytes,
    appears: Appearance,
    is_repeated: bool,
    at: datetime,
) -> Report:
    """The report and the commitment to it; only the reporter's box leads from one to the other."""
    box = Box(
        identity.secret,
        at.astimezone(get_default_timezone()).date(),
        secrets.token_bytes(SALT_BYTES),
        secrets.token_bytes(SALT_BYTES),
    )
    report = Report(
        reference=_reference(),
        hub=hub,
        language=submission.language,
        topic=submission.content.topic,
        is_urgent=submission.is_urgent,
        is_repeated=is_repeated,
        day=appears.day,
        held_until=appears.held_until,
        public_key=identity.public,
        code_form=minted.form.value,
        look_up=minted.stretched.look_up,
        body=sealed,
    )
    report.reporter_box = locked(box, minted.stretched.key, about=str(report.pk))
    report.save(force_insert=True)
    Commitment.objects.create(
        digest=opening_of(box, submission.content).digest,
        due_at=random_hour(at, draw=secrets.randbelow),
        campaign=submission.campaign,
    )
    return report


def opening_of(box: Box, content: Content) -> Opening:
    """What the reporter can show of the commitment."""
    return Opening(box.lodged_on, box.salt, content_digest(content.to_bytes(), box.content_salt))


def _give_keys(report: Report, identity: Identity, choice: Choice) -> None:
    chosen = _candidates(report.hub).filter(pk__in=[each.key for each in choice.recipients])
    keys = [
        ReportKey(report=report, recipient=each, sealed=seal_key(identity, each.public_key))
        for each in chosen
    ]
    keys.append(ReportKey(report=report, sealed=seal_key(identity, report.hub.recovery_key)))
    ReportKey.objects.bulk_create(keys)


def _candidates(hub: Hub) -> QuerySet[Recipient]:
    """Who receives reports of a hub, without the wrapped keys: the reporter's door may not read those."""
    rows = Recipient.objects.filter(hub=hub, ended_on=None)
    return rows.only("hub", "name", "unit", "kind", "public_key")


def _reference() -> str:
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
