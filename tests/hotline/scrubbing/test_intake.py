"""A file as it arrives becomes what is sealed, with sentences for its reporter."""

from __future__ import annotations

import pytest

from hotline.scrubbing.intake import NOTHING_FOUND, ORIGINAL_ONLY, findings, handed_in
from hotline.scrubbing.kind import kind_of
from hotline.scrubbing.report import ScrubReport
from hotline.scrubbing.specimen import specimens
from hotline.scrubbing.words import FileKind, Obstacle, Removed
from portsec.kernel.errors import InvalidInput
from tests.hotline.scrubbing import pictures

pytestmark = pytest.mark.unit


def test_photo_when_handed_in_then_both_copy_and_original_are_there() -> None:
    original = pictures.phone_jpeg()
    made = handed_in("crane.jpg", original)
    assert made.original == original
    assert made.clean is not None
    assert made.clean_type == "image/jpeg"
    assert Removed.PLACE.label in made.findings


def test_archive_when_handed_in_then_the_original_alone_is_kept() -> None:
    made = handed_in("logs.zip", b"PK\x03\x04" + bytes(100))
    assert made.clean is None
    assert made.findings == (Obstacle.OTHER_KIND.label, ORIGINAL_ONLY)


def test_file_when_empty_then_is_not_taken() -> None:
    with pytest.raises(InvalidInput) as refused:
        handed_in("nothing.jpg", b"")
    assert refused.value.fields == {"files": Obstacle.EMPTY.label}


def test_findings_when_nothing_was_found_then_say_so() -> None:
    assert findings(ScrubReport(FileKind.PNG)) == (NOTHING_FOUND,)


@pytest.mark.parametrize("obstacle", [None, *Obstacle])
def test_report_when_written_as_data_then_reads_back_the_same(obstacle: Obstacle | None) -> None:
    report = ScrubReport(FileKind.PDF, tuple(Removed), 7, obstacle)
    assert ScrubReport.from_dict(report.as_dict()) == report


def test_kinds_when_told_from_the_first_bytes_then_a_mark_further_on_does_not_count() -> None:
    told = [kind_of(each) for each in specimens()]
    assert told == [FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.PDF]
    assert kind_of(b"<html>" + specimens()[3]) is FileKind.OTHER
    assert kind_of(b"") is FileKind.OTHER
