"""A report is filed, read back, answered to and erased through the door's own process and role."""

from __future__ import annotations

import pytest

from hotline.models import Message, Report, SealedFile
from hotline.sealing.content import Content
from hotline.sealing.identity import identity_of
from hotline.sealing.seal import opened as unsealed
from tests.hotline.door import Door
from tests.hotline.hubs import Opened
from tests.hotline.photographs import photograph
from tests.hotline.visitor import Visitor

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

ANSWERS = [
    ("cues", "cargo"),
    ("cues", "followed"),
    ("plate", "1-ABC-234"),
    ("told", "Two men asked for the PIN."),
]


def test_report_when_filed_then_recipients_read_it_and_the_reporter_comes_back(
    running_door: Door, hotline_hub: Opened
) -> None:
    visitor = Visitor(running_door.url)
    sent = visitor.file_report(
        answers=ANSWERS, files=[("gate.jpg", photograph(), "image/jpeg")], urgent="yes"
    )
    assert sent.status == 200
    code = sent.code
    report = Report.objects.get()
    assert read_by("Ingrid Oord", hotline_hub, report).text == "Two men asked for the PIN."
    assert SealedFile.objects.get().working_copy is not None
    page = visitor.open_report(code)
    assert "Two men asked for the PIN." in page.text
    path = "/report/en/answer/"
    wrote = visitor.post(path, [("sealed", page.sealed), ("go", "write"), ("message", "They came again.")])
    assert "Your message has been sent." in wrote.text
    assert Message.objects.get().report == report
    refused = visitor.post(path, [("sealed", page.sealed), ("go", "write"), ("message", f"My code: {code}")])
    assert "Your code stands in the text" in refused.text
    file = SealedFile.objects.get()
    saved = visitor.post(path, [("sealed", page.sealed), ("file", str(file.pk))])
    assert saved.headers["content-type"] == ["image/jpeg"]
    assert b"Telltale" not in saved.body
    renewed = visitor.post(path, [("sealed", page.sealed), ("go", "words")]).code
    assert len(renewed.split()) == 9
    assert "Nothing opens with this code." in visitor.open_report(code).text
    page = visitor.open_report(renewed)
    gone = visitor.post(path, [("sealed", page.sealed), ("go", "erase_now")])
    assert "It is erased." in gone.text
    report.refresh_from_db()
    assert (report.body, report.look_up, report.reporter_box) == (None, None, None)
    assert "Nothing opens with this code." in visitor.open_report(renewed).text
    assert running_door.log.read_text() == ""


def read_by(name: str, hub: Opened, report: Report) -> Content:
    """The report as this recipient opens it."""
    key = report.keys.get(recipient__name=name)
    secret = unsealed(bytes(key.sealed), hub.identities[name]).decode()
    return Content.from_bytes(unsealed(bytes(report.body or b""), identity_of(secret)))
