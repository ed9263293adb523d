"""The pages of trainings, certificates and safety functions."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from access.models import SafetyFunction, Training, TrainingCertificate
from tests.people import Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_certificate_when_entered_in_the_browser_then_listed(
    made: Scenario, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    today = timezone.localdate(now)
    given = {
        "person": made.viktor.ref.lower(),
        "training": made.certificate.training.pk,
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=4)).isoformat(),
    }
    browser = signed_in(cast.carol)
    page = browser.post(reverse("qualification-new"), given, follow=True).content.decode()
    assert "Ship security of Viktor A. Morozov is on file." in page
    assert "4 days left" in page
    page = browser.get(reverse("qualification-list"), {"view": "soon"}).content.decode()
    assert "Viktor A. Morozov" in page
    assert "Erin Vermeer" not in page


def test_certificate_when_the_person_is_nobody_here_then_said_at_the_field(
    made: Scenario, cast: Cast, elsewhere: Scenario, signed_in: SignIn
) -> None:
    given = {
        "person": elsewhere.erin.ref,
        "training": made.certificate.training.pk,
        "first_day": "2026-01-01",
    }
    page = signed_in(cast.carol).post(reverse("qualification-new"), given).content.decode()
    assert "Nobody here has this reference or number." in page


def test_certificate_when_taken_back_then_it_counts_no_more(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    address = reverse("qualification-revoke", args=[made.certificate.pk])
    browser = signed_in(cast.carol)
    assert "This field is required" in browser.post(address, {"reason": " "}).content.decode()
    browser.post(address, {"reason": "Forged."})
    made.certificate.refresh_from_db()
    assert made.certificate.revoked_at is not None
    assert "was taken back already" in browser.get(address).content.decode()


def test_table_when_it_has_good_and_bad_rows_then_the_bad_ones_stay_to_be_corrected(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    text = (
        "person,training,first_day\n"
        f"{made.viktor.ref},ship-security,2026-01-01\n"
        "P-NOBODY,ship-security,2026-01-01\n"
    )
    browser, address = signed_in(cast.carol), reverse("qualification-import")
    upload = SimpleUploadedFile("list.csv", text.encode())
    page = browser.post(address, {"upload": upload, "step": "look"}).content.decode()
    assert "Enter the good rows only" in page
    assert "person is nobody here" in page
    assert not made.viktor.training_certificates.exists()
    page = browser.post(address, {"table": text, "step": "good"}).content.decode()
    assert made.viktor.training_certificates.count() == 1
    assert "P-NOBODY" in page
    assert made.viktor.ref not in page


@pytest.mark.parametrize("upload", [b"\xff\xfe\x00", b"", b"salary\n1\n"])
def test_table_when_it_cannot_be_read_then_said(
    made: Scenario, cast: Cast, signed_in: SignIn, upload: bytes
) -> None:
    given = {"upload": SimpleUploadedFile("list.csv", upload), "step": "look"}
    assert signed_in(cast.carol).post(reverse("qualification-import"), given).status_code == 400
    assert TrainingCertificate.objects.count() == 1


def test_kinds_when_a_security_officer_defines_one_then_listed_and_others_have_no_form(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    address = reverse("training-list")
    given = {"port": made.port.pk, "code": "crane", "name": "Crane licence", "is_licence": "on"}
    assert "Crane licence" in signed_in(cast.sven).post(address, given, follow=True).content.decode()
    assert Training.objects.get(code="crane").is_licence
    assert "New training" not in signed_in(cast.carol).get(address).content.decode()


def test_function_when_given_and_ended_in_the_browser_then_listed_and_gone(
    made: Scenario, cast: Cast, signed_in: SignIn
) -> None:
    browser, address = signed_in(cast.sven), reverse("function-list")
    given = {"person": made.erin.ref, "function": "fire"}
    assert "Erin Vermeer: fire brigade." in browser.post(address, given, follow=True).content.decode()
    assert "has this function already" in browser.post(address, given).content.decode()
    row = SafetyFunction.objects.get(function="fire", ended_at=None)
    browser.post(reverse("function-end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None
