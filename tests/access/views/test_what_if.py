"""The what-if page, the page of duties and the command: the gate's own answer, without an attempt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from access.models import Area, DutyConfirmation, GateEvent
from screening.services import clearance
from tests.people import SignIn
from tests.scenario import Scenario
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def asked(made: Scenario, **more: str) -> dict[str, str]:
    return {"who": made.badge.serial, "place": f"g{made.reader.pk}", "way": "in"} | more


def test_page_when_all_is_in_order_then_would_open_and_no_attempt(made: Scenario, signed_in: SignIn) -> None:
    client, before = signed_in(made.cast.sven), GateEvent.objects.count()
    page = client.get(reverse("what-if"), asked(made)).content.decode()
    assert "The gate would open" in page
    assert "Erin Vermeer" in page
    assert GateEvent.objects.count() == before


@pytest.mark.parametrize("who", ["ref", "external"])
def test_page_when_a_person_is_named_then_by_their_best_badge(
    made: Scenario, signed_in: SignIn, who: str
) -> None:
    made.erin.__class__.objects.filter(pk=made.erin.pk).update(external_ref="X-7")
    named = made.erin.ref if who == "ref" else "X-7"
    page = signed_in(made.cast.sven).get(reverse("what-if"), asked(made, who=named)).content.decode()
    assert made.badge.serial in page
    assert "The gate would open" in page


def test_page_when_refused_then_each_reason_with_what_would_change_it(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    Area.objects.update(trainings=["SAFETY"])
    page = signed_in(made.cast.carol).get(reverse("what-if"), asked(made)).content.decode()
    for text in ("The gate would stay shut", "A certificate for SAFETY.", "A clearance in force."):
        assert text in page
    assert "Waiting does not help" in page
    assert "Look." not in page


def test_page_when_waiting_is_enough_then_from_when(made: Scenario, signed_in: SignIn) -> None:
    closed = timezone.localtime() + timedelta(days=1)
    made.area.other_days.create(day=timezone.localdate(), name="Holiday")
    made.area.other_days.create(day=closed.date(), name="Holiday")
    page = signed_in(made.cast.carol).get(reverse("what-if"), asked(made)).content.decode()
    assert "Waiting is enough" in page
    later = (closed + timedelta(days=1)).strftime("%Y-%m-%dT12:00")
    page = signed_in(made.cast.carol).get(reverse("what-if"), asked(made, at=later)).content.decode()
    assert "The gate would open" in page


def test_page_when_a_level_or_an_area_is_asked_then_by_those(made: Scenario, signed_in: SignIn) -> None:
    client = signed_in(made.cast.carol)
    page = client.get(reverse("what-if"), asked(made, level="2")).content.decode()
    assert "Finger or face must be compared here." in page
    page = client.get(reverse("what-if"), asked(made, place=f"a{made.area.pk}")).content.decode()
    assert "The gate would open" in page


@pytest.mark.parametrize("more", [{"who": "B-none"}, {"place": "g0"}, {"who": ""}, {"at": "soon"}], ids=str)
def test_page_when_something_is_wrong_then_the_form_says_so(
    made: Scenario, signed_in: SignIn, more: dict[str, str]
) -> None:
    page = signed_in(made.cast.carol).get(reverse("what-if"), asked(made, **more))
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_page_when_badge_is_of_another_port_then_as_if_absent(
    made: Scenario, elsewhere: Scenario, signed_in: SignIn
) -> None:
    elsewhere.badge.__class__.objects.filter(pk=elsewhere.badge.pk).update(serial="OTHER-1")
    client = signed_in(made.cast.carol)
    there, absent = (
        TOKEN.sub("", client.get(reverse("what-if"), asked(made, who=who)).content.decode().replace(who, ""))
        for who in ("OTHER-1", "NONE-1")
    )
    assert "no badge and no person of this number" in there
    assert there == absent


def test_duty_page_when_a_supervisor_confirms_then_listed(
    made: Scenario, now: datetime, signed_in: SignIn
) -> None:
    client, at = signed_in(made.cast.sven), timezone.localtime(now)
    sent = {
        "who": made.badge.serial,
        "area": str(made.area.pk),
        "starts_at": at.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (at + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "reason": "A crane stands still.",
    }
    page = client.post(reverse("duty-confirm"), sent, follow=True).content.decode()
    assert "A crane stands still." in page
    assert DutyConfirmation.objects.get(remote=False).person == made.erin
    with unchanged("django_session"):
        page = client.post(reverse("duty-confirm"), sent | {"who": "none"}).content.decode()
    assert "There is no person of this number" in page


def told(*args: str) -> str:
    out = StringIO()
    call_command("check_access", *args, stdout=out)
    return out.getvalue()


def test_command_when_a_person_is_asked_for_then_the_gates_answer(made: Scenario, now: datetime) -> None:
    assert told("--person", made.badge.serial, "--area", "TERMINAL-A") == "Granted\n"
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    answer = told("--person", made.erin.ref, "--area", "TERMINAL-A")
    assert answer.startswith("Refused\nThe clearance is suspended at present.\n")
    assert "To change clearance_suspended: A clearance in force." in answer


def test_command_when_an_account_is_asked_for_then_the_answer_of_a_look_up(made: Scenario) -> None:
    answer = told("--account", "dora", "--object", "GESU3927660", "--field", "S3")
    assert answer.splitlines()[0] in ("Shown", "Refused")


@pytest.mark.parametrize(
    "args",
    [
        ("--person", "B-none", "--area", "TERMINAL-A"),
        ("--person", "B-none"),
        ("--account", "dora", "--object", "GESU3927660"),
        ("--person", "B-none", "--area", "NOWHERE"),
    ],
)
def test_command_when_something_is_missing_or_unknown_then_says_so(
    made: Scenario, args: tuple[str, ...]
) -> None:
    with unchanged(), pytest.raises(CommandError):
        told(*args)
