"""Simulations on the page: progress, picture, cases, export."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Port
from accounts.roles import Role
from accounts.services import role
from ledger.models import Job
from ledger.services import job
from portsec.kernel import clock
from screening.enums import Outcome
from screening.models import Application, PolicyDraft, Simulation
from screening.services import decision, policy, policy_draft, simulation
from screening.services.check import ConvictionInput
from tests.people import MAKER, Cast, SignIn
from tests.screening import rows
from tests.screening.drafting.policies import TRAFFICKING_ROW
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FINED = ConvictionInput(
    offence_code="0701 00",
    country="ES",
    decided_on=date(2024, 3, 1),
    final_on=date(2024, 4, 1),
    sanction_code="8001",
    declared=True,
)


@pytest.fixture
def convicted(port: Port, quayside: Organisation, cast: Cast) -> Application:
    rows.load_list()
    who = rows.make_person(port, quayside, family_name="Moreau")
    case = rows.make_case(who, rows.make_post(port), cast.alice, declared_convictions=True)
    rows.reviewed(case, cast.alice, FINED)
    rows.triage_all(case, cast.alice)
    rows.assessed(case, cast.alice)
    made = rows.proposed(case, cast.alice)
    decision.give_opinion(made, Outcome.GRANT, reason="So do I.", **cast.bob.acts(clock.now()))
    case.refresh_from_db()
    return case


@pytest.fixture
def draft(convicted: Application, cast: Cast, now: datetime) -> PolicyDraft:
    begun = policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))
    text = begun.document.replace(TRAFFICKING_ROW, TRAFFICKING_ROW.replace("presume_unsuitable", "refer"), 1)
    return policy_draft.revise(begun, text, seen=begun.digest, **cast.paul.acts(now))


@pytest.fixture
def made(draft: PolicyDraft, cast: Cast, now: datetime) -> Simulation:
    return simulation.request(draft, **cast.paul.acts(now))


@pytest.fixture
def finished(made: Simulation, now: datetime) -> Simulation:
    done = job.run(Job.objects.get(kind=simulation.SIMULATION_JOB).pk, at=now)
    assert done is not None
    assert done.error == ""
    made.refresh_from_db()
    return made


def address(made: Simulation, part: str = "") -> str:
    return reverse(f"policy-simulation{part}", args=[made.draft.code, made.draft_id, made.pk])


def test_simulation_when_running_then_shows_how_far_and_asks_again(
    made: Simulation, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    page = paul.get(address(made)).content.decode()
    assert "0 of 1 cases judged" in page
    assert address(made, "-progress") in page
    part = paul.get(address(made, "-progress"))
    assert "<progress" in part.content.decode()
    assert "HX-Refresh" not in part


def test_simulation_when_finished_then_the_case_the_row_and_no_name(
    finished: Simulation, convicted: Application, cast: Cast, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    assert paul.get(address(finished, "-progress"))["HX-Refresh"] == "true"
    page = paul.get(address(finished)).content.decode()
    assert convicted.ref in page
    assert "Unsuitable → To be weighed by an officer" in page
    assert "row 30:" in page
    assert "Moreau" not in page
    assert "0701" not in page
    assert reverse("case-detail", args=[convicted.ref]) not in page


def test_simulation_when_read_by_one_who_sees_cases_then_linked(
    finished: Simulation, convicted: Application, port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    role.give(cast.paul.user, Role.VETTING_OFFICER, port, actor=MAKER, at=now)
    page = signed_in(cast.paul).get(address(finished)).content.decode()
    assert reverse("case-detail", args=[convicted.ref]) in page


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"change": "recommendation"}, True),
        ({"change": "validity"}, False),
        ({"becomes": "weigh"}, True),
        ({"becomes": "suitable"}, False),
        ({"row": "30"}, True),
        ({"row": "31"}, False),
    ],
    ids=str,
)
def test_simulation_when_filtered_then_only_such_cases(
    finished: Simulation,
    convicted: Application,
    cast: Cast,
    signed_in: SignIn,
    wanted: dict[str, str],
    found: bool,
) -> None:
    page = signed_in(cast.paul).get(address(finished), wanted).content.decode()
    assert (convicted.ref in page) is found


def test_simulation_when_exported_then_the_same_cases_without_names_and_on_record(
    finished: Simulation, convicted: Application, cast: Cast, signed_in: SignIn, record: Record
) -> None:
    response = signed_in(cast.paul).get(address(finished), {"format": "csv"})
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    head, row = body.splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True)) | {"decided_on": ""} == {
        "case": convicted.ref,
        "port": convicted.port.locode,
        "decided": "granted",
        "decided_on": "",
        "decided_under": "eu-port-standard 1",
        "change": "recommendation",
        "before": "unsuitable",
        "after": "weigh",
        "level_before": convicted.level,
        "level_after": convicted.level,
        "months_before": "60",
        "months_after": "60",
        "rows_before": "30",
        "rows_after": "30",
    }
    assert "Moreau" not in body
    assert [entry.kind for entry in record.new() if "export" in entry.kind]


def test_simulation_when_the_text_was_changed_after_it_then_said(
    finished: Simulation, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    draft = finished.draft
    policy_draft.revise(draft, draft.document + "# more\n", seen=draft.digest, **cast.paul.acts(now))
    assert "An earlier text" in signed_in(cast.paul).get(address(finished)).content.decode()


def test_simulation_when_of_another_draft_then_not_found(
    finished: Simulation, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    other = policy_draft.start(policy.in_force(on=now.date()), **cast.paul.acts(now))
    wrong = reverse("policy-simulation", args=[other.code, other.pk, finished.pk])
    assert signed_in(cast.paul).get(wrong).status_code == 404


def test_simulation_when_opened_by_others_then_not_there(
    finished: Simulation, cast: Cast, signed_in: SignIn
) -> None:
    for name in ("alice", "frank", "emma"):
        assert signed_in(getattr(cast, name)).get(address(finished)).status_code == 404


def test_progress_when_asked_for_by_a_stranger_then_sent_to_sign_in_as_a_whole_page(made: Simulation) -> None:
    response = Client().get(address(made, "-progress"))
    assert response.status_code == 401
    assert response["HX-Redirect"] == f"/accounts/login/?next={address(made)}"
