"""Pages of release rights: one's own organisation's steps, their forms, the code, and the terminal's desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from access.models import ReleaseCode, ReleaseRight, RosterSpan
from access.services import release_code, release_right
from screening.services import clearance
from tests import releases
from tests.people import Actor, Cast, SignIn
from tests.releases import FORWARDER, HAULIER, LINE, WHY, Parties, passed
from tests.scenario import CONTAINER, Scenario
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SESSIONS = ("django_session", "usersessions_usersession")


@pytest.fixture
def parties(made: Scenario, now: datetime) -> Parties:
    return releases.make_parties(made, at=now - timedelta(hours=2))


@pytest.fixture
def offered(made: Scenario, parties: Parties, now: datetime) -> ReleaseRight:
    releases.begun(made, at=now - timedelta(hours=1))
    return release_right.offer(made.visit, FORWARDER, purpose=WHY, **parties.line.clerk.acts(now))


def address(right: ReleaseRight, step: str = "") -> str:
    return (
        reverse("release-step", args=[right.ref, step])
        if step
        else reverse("release-detail", args=[right.ref])
    )


def test_rights_when_listed_then_those_of_the_own_organisation_alone(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    page = reverse("release-list")
    assert CONTAINER in signed_in(parties.forwarder.clerk).get(page).content.decode()
    assert CONTAINER in signed_in(parties.line.clerk).get(page, {"state": "given"}).content.decode()
    assert CONTAINER not in signed_in(parties.line.clerk).get(page, {"state": "to_answer"}).content.decode()
    assert CONTAINER not in signed_in(parties.haulier.clerk).get(page, {"state": ""}).content.decode()


def test_rights_when_the_clearance_is_suspended_then_list_and_page_close_at_once(
    offered: ReleaseRight, parties: Parties, bob: Actor, now: datetime, signed_in: SignIn
) -> None:
    clearance.suspend(parties.forwarder.clearance, reason="Under review.", **bob.acts(now))
    browser = signed_in(parties.forwarder.clerk)
    assert CONTAINER not in browser.get(reverse("release-list")).content.decode()
    closed = browser.get(address(offered))
    assert closed.status_code == 403
    assert CONTAINER not in closed.content.decode()
    assert browser.post(address(offered, "accept")).status_code == 403


def test_right_when_of_others_then_as_if_it_were_absent(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    browser = signed_in(parties.haulier.clerk)
    assert browser.get(address(offered)).status_code == 404
    assert browser.get(reverse("release-detail", args=["R-NONE"])).status_code == 404
    with unchanged(*SESSIONS):
        assert browser.post(address(offered, "accept")).status_code == 404
    assert signed_in(parties.forwarder.clerk).get(address(offered, "burn")).status_code == 404


def test_right_when_accepted_on_the_page_then_held(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    browser = signed_in(parties.forwarder.clerk)
    assert "Offered to your organisation" in browser.get(address(offered)).content.decode()
    assert "What happens" in browser.get(address(offered, "accept")).content.decode()
    after = browser.post(address(offered, "accept"), follow=True).content.decode()
    assert "You hold the release right" in after
    offered.refresh_from_db()
    assert offered.state == "accepted"


def test_right_when_the_sign_in_is_stale_then_nothing_is_done(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    signed_in(parties.forwarder.clerk, fresh=False).post(address(offered, "accept"))
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_right_when_declined_or_taken_back_without_a_reason_then_asked_for_it(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    for clerk, step in ((parties.forwarder.clerk, "decline"), (parties.line.clerk, "withdraw")):
        page = signed_in(clerk).post(address(offered, step), {"reason": ""}).content.decode()
        assert "This field is required." in page
    offered.refresh_from_db()
    assert offered.state == "offered"
    signed_in(parties.line.clerk).post(address(offered, "withdraw"), {"reason": "Mistake."})
    offered.refresh_from_db()
    assert (offered.state, offered.reason) == ("withdrawn", "Mistake.")


def test_right_when_passed_on_on_the_page_then_offered_to_the_next(
    offered: ReleaseRight, parties: Parties, now: datetime, signed_in: SignIn
) -> None:
    release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    browser = signed_in(parties.forwarder.clerk)
    assert HAULIER in browser.get(address(offered, "offer")).content.decode()
    browser.post(address(offered, "offer"), {"to_organisation": HAULIER, "purpose": WHY})
    assert ReleaseRight.objects.get(to_organisation=HAULIER).state == "offered"


def test_right_when_a_step_is_not_the_readers_then_the_page_offers_no_button(
    offered: ReleaseRight, parties: Parties, signed_in: SignIn
) -> None:
    text = signed_in(parties.line.clerk).get(address(offered, "accept")).content.decode()
    assert "Not possible now" in text
    assert signed_in(parties.line.clerk).post(address(offered, "accept")).status_code == 403


def test_code_when_shown_then_once_to_the_holder_and_both_on_record(
    made: Scenario,
    offered: ReleaseRight,
    parties: Parties,
    now: datetime,
    signed_in: SignIn,
    record: Record,
) -> None:
    release_code.keep(made.visit, "7731-XQ", **made.cast.dora.acts(now))
    assert b"7731" not in bytes(ReleaseCode.objects.get().sealed)
    giver = signed_in(parties.line.clerk)
    assert giver.post(address(offered, "code"), {"purpose": WHY}).status_code == 404
    release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    browser = signed_in(parties.forwarder.clerk)
    assert "7731-XQ" not in browser.get(address(offered, "code")).content.decode()
    record.new()
    page = browser.post(address(offered, "code"), {"purpose": WHY})
    assert "7731-XQ" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert record.kinds() == ["access.look_up.shown", "access.release_code.shown"]
    kept = ReleaseCode.objects.get()
    assert (bytes(kept.sealed), kept.shown_by_right, kept.shown_to) == (b"", offered, "user:fons")
    again = browser.post(address(offered, "code"), {"purpose": WHY})
    assert again.status_code == 409
    assert "7731" not in again.content.decode()
    assert "shown already" in browser.get(address(offered)).content.decode()


def test_desk_when_a_chain_is_begun_then_the_owner_holds_the_right(
    made: Scenario, parties: Parties, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.dora)
    desk = reverse("release-desk")
    text = browser.post(desk, {"container": CONTAINER, "step": "begin"}, follow=True).content.decode()
    assert f"{LINE} may pass on" in text
    missing = browser.post(desk, {"container": "GESU3927660", "step": "begin"}).content.decode()
    assert "no visit of this container" in missing


def test_desk_when_something_is_missing_for_the_step_then_asked_for(
    made: Scenario, parties: Parties, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.dora)
    desk = reverse("release-desk")
    over = browser.post(desk, {"container": CONTAINER, "step": "hand-over"}).content.decode()
    assert "Say who came" in over
    assert "Say what for" in over
    assert "Enter the code." in (
        browser.post(desk, {"container": CONTAINER, "step": "keep-code"}).content.decode()
    )
    short = browser.post(desk, {"container": CONTAINER, "step": "keep-code", "code": "a b"}).content.decode()
    assert "4 to 40 letters" in short


def test_desk_when_handed_over_then_gone(
    made: Scenario, offered: ReleaseRight, parties: Parties, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    RosterSpan.objects.create(
        port=made.port,
        person_ref=made.erin.log_ref,
        kind="shift",
        starts_at=now - timedelta(hours=3),
        ends_at=now + timedelta(hours=3),
        area=made.area.code,
    )
    cast.dora.user.person_ref = made.erin.ref
    cast.dora.user.save(update_fields=["person_ref"])
    given = {"container": CONTAINER, "step": "hand-over", "collected_by": FORWARDER, "purpose": WHY}
    signed_in(cast.dora).post(reverse("release-desk"), given)
    made.visit.refresh_from_db()
    assert made.visit.gate_out_at is not None
    offered.refresh_from_db()
    assert offered.state == "used"


def test_desk_when_the_role_keeps_no_cargo_data_then_404(parties: Parties, signed_in: SignIn) -> None:
    assert signed_in(parties.line.clerk).get(reverse("release-desk")).status_code == 404


def test_right_when_passed_on_twice_then_each_sees_its_own_steps_only(
    made: Scenario, offered: ReleaseRight, parties: Parties, now: datetime, signed_in: SignIn
) -> None:
    release_right.accept(offered, **parties.forwarder.clerk.acts(now))
    last = passed(made.visit, parties.forwarder, parties.haulier, at=now)
    assert signed_in(parties.line.clerk).get(address(last)).status_code == 404
    assert signed_in(parties.haulier.clerk).get(address(last)).status_code == 200
