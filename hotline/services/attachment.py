"""Seals the files that come with a report or a message. The one writer of sealed files."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from django.db.models import Max

from hotline.clock.day import Appearance
from hotline.enums import Author
from hotline.models import Message, OriginalPart, Recipient, Report, SealedFile
from hotline.sealing.handed_in import HandedIn
from hotline.sealing.identity import Identity, new_identity
from hotline.sealing.parts import Part, parted
from hotline.sealing.seal import seal
from hotline.sealing.size import FILE_SIZES, TEXT_SIZES
from portsec.kernel.errors import InvalidInput

MOST_FILES = 8  # with one report or message; more come with the next message
PART_SIZES = (512,)  # bytes: two parts fit


def check(files: Sequence[HandedIn]) -> None:
    """Raises InvalidInput (field `files`) for too many files, or one above the largest size."""
    if len(files) > MOST_FILES:
        raise _refused(
            "too_many_files", f"At most {MOST_FILES} files at a time. Send the others with a message."
        )
    for file in files:
        largest = max(len(file.original), len(file.clean or b""))
        if largest > FILE_SIZES[-1] - 4 or not file.original:
            raise _refused("file_not_taken", "A file is empty or larger than 32 MB.")


def add_all(
    report: Report,
    files: Iterable[HandedIn],
    *,
    author: Author,
    appears: Appearance,
    message: Message | None = None,
) -> None:
    """Keep files, sealed, in the caller's transaction.

    The clean copy is for whoever can open the report; the original needs two of its recipients together.
    """
    number = report.files.aggregate(last=Max("number"))["last"] or 0
    recipients = list(Recipient.objects.filter(report_keys__report=report).only("public_key"))
    for file in files:
        number += 1
        original_key = new_identity()
        row = SealedFile.objects.create(
            report=report,
            message=message,
            author=author.value,
            number=number,
            day=appears.day,
            held_until=appears.held_until,
            head=seal(file.head.to_bytes(), report.public_key, sizes=TEXT_SIZES),
            working_copy=(
                None if file.clean is None else seal(file.clean, report.public_key, sizes=FILE_SIZES)
            ),
            original=seal(file.original, original_key.public, sizes=FILE_SIZES),
        )
        _hand_out(row, original_key, recipients)


def _hand_out(file: SealedFile, original_key: Identity, recipients: Sequence[Recipient]) -> None:
    """One part of the key for each recipient, two for the recovery key: who has put that together are two."""
    parts = list(parted(original_key.secret.encode(), len(recipients) + 2))
    secrets.SystemRandom().shuffle(parts)
    rows = [
        OriginalPart(
            file=file, recipient=each, sealed=seal(parts.pop().to_bytes(), each.public_key, sizes=PART_SIZES)
        )
        for each in recipients
    ]
    sealed = seal(_both(parts), file.report.hub.recovery_key, sizes=PART_SIZES)
    OriginalPart.objects.bulk_create([*rows, OriginalPart(file=file, sealed=sealed)])


def _both(parts: Sequence[Part]) -> bytes:
    """Two parts, one after the other; they are equally long."""
    return b"".join(part.to_bytes() for part in parts)


def _refused(code: str, detail: str) -> InvalidInput:
    return InvalidInput(detail, code=code, fields={"files": detail})
