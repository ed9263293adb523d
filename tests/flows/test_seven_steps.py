"""The seven steps over HTTP on the published lists, with a real worker and, for the gate, without."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import (
    Area,
    Badge,
    BadgeRequest,
    CargoVisit,
    DataEvent,
    GateEvent,
    PersonCase,
    Reader,
    WorkOrder,
)
from access.services import badge_type, scan
from accounts.models import Organisation, Port
from accounts.services import sign_in
from ledger.models import Entry
from ledger.selectors.entry import first_altered_entry
from screening.models import Application, Clearance, ListEntry
from screening.services import policy
from tests import badges, scenario
from tests.flows.conftest import Worker, wait_for
from tests.flows.desk import Desk
from tests.people import MAKER, Cast, SignIn, make_cast
from tests.screening.published import published

pytestmark = [pytest.mark.flow, pytest.mark.external, pytest.mark.django_db(transaction=True)]

CONTAINER = scenario.CONTAINER
OTHER = scenario.OTHER_CONTAINER


@dataclass
class Town:
    """The port of this test: who works there, the gate and the boxes."""

    port: Port
    cast: Cast
    token: str
    now: datetime

    def desk(self, name: str) -> Desk:
        return Desk(SignIn(Client())(getattr(self.cast, name)))

    def attempt(self, credential: str, nonce: str) -> dict[str, Any]:
        """What a reader sends and gets."""
        answer = Client().post(
            "/api/v1/gate/attempts",
            {"reader": "GA1", "credential": credential, "direction": "in", "nonce": nonce},
            content_type="application/json",
            headers={"Authorization": f"Token {self.token}"},
        )
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def evaluate(self, person: str, container: str) -> dict[str, Any]:
        """What a terminal's system asks before it shows release data."""
        answer = SignIn(Client())(self.cast.dora).post(
            "/access/v1/evaluation",
            json.dumps(
                {
                    "subject": {"type": "person", "id": person},
                    "action": {"name": "read:release"},
                    "resource": {"type": "container", "id": container},
                    "context": {"purpose": "Release to the haulier"},
                }
            ),
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def town(transactional_db: None, now: datetime) -> Town:
    port = Port.objects.create(locode="XXPEX", name="Port of Example", country="BE")
    quayside = Organisation.objects.create(code="QUAYSIDE", name="Quayside Terminals", country="BE")
    cast = make_cast(port, quayside, at=now)
    policy.load_files(actor=MAKER, at=now)
    scenario.define_post(port, quayside, at=now)
    area = Area.objects.create(port=port, code="TERMINAL-A", name="Terminal A", level=1)
    Reader.objects.create(port=port, code="GA1", area_to=area, device=cast.reader.user)
    for number, container in enumerate((CONTAINER, OTHER)):
        CargoVisit.objects.create(
            port=port, container=container, bill_of_lading=f"BL-{number}", discharged_at=now, risk=3
        )
    return Town(port, cast, sign_in.issue_token(cast.reader.user, actor=MAKER, at=now), now)


def test_seven_steps_when_played_over_http_then_the_chain_closes(town: Town, worker: Worker) -> None:
    load_lists()
    case = apply_and_check(town)
    assess_and_decide(town, case)
    credential = issue_badge(town, case)
    assert town.attempt(credential, "n-1")["decision"] == "grant"
    worker.stop()
    suspend(town, case)
    refused = town.attempt(credential, "n-2")
    assert refused["decision"] == "refuse"
    assert [reason["code"] for reason in refused["reasons"]] == ["clearance_suspended"]
    assert town.attempt(credential, "n-2") == refused
    assert GateEvent.objects.count() == 2
    look_up_with_and_without_work(town, case)
    worker.start()
    misuse_is_escalated(town, case)
    assert first_altered_entry() is None


def load_lists() -> None:
    for _ in range(2):
        call_command("load_watchlist", str(published("watchlist", "ofac")), source="ofac", verbosity=0)
        un = published("watchlist", "un", "consolidated.xml")
        call_command("load_watchlist", str(un), source="un", verbosity=0)
    in_force = ListEntry.objects.filter(removed_in=None)
    assert in_force.filter(source="ofac").count() == 8976
    assert in_force.filter(source="un").count() == 1003
    assert ListEntry.objects.exclude(removed_in=None).count() == 0
    assert Entry.objects.filter(kind="screening.watchlist.loaded").count() == 2


def apply_and_check(town: Town) -> Application:
    """Step 3, first half: the application of somebody whose name stands on the UN list."""
    alice = town.desk("alice")
    page = alice.open(reverse("case-new"))
    form = page.form("family_name", "post")
    post = next(choice for choice in form.choices["post"] if choice)
    typed = {
        "given_names": "Eric",
        "family_name": "Badege",
        "birth_date": "1990-03-04",
        "nationality": "BE",
        "post": post,
        "declared_history": "on",
        "declared_convictions": "no",
    }
    confirm = alice.send(page, form, **typed)
    alice.send(confirm, confirm.form("family_name", "post"), step="enter")
    case = Application.objects.get()
    identity = alice.open(reverse("check-detail", args=[case.ref, "identity"]))
    alice.send(
        identity, identity.form("document"), result="clear", document="Passport", compared=["chip read"]
    )
    record = alice.open(reverse("check-detail", args=[case.ref, "criminal_record-BE"]))
    alice.send(record, record.form("answer"), answer="none", detail="Central authority, Belgium")
    asked = case.checks.get(kind="authority_advice")
    advice = alice.open(reverse("check-detail", args=[case.ref, asked.address]))
    alice.send(advice, advice.form("advice", "reference"), advice="positive", reference="NSA/2026-1")
    wait_for(lambda: checked(case), "the worker to search the lists")
    return case


def checked(case: Application) -> bool:
    case.refresh_from_db()
    return case.state == "in_review"


def assess_and_decide(town: Town, case: Application) -> None:
    """Step 3, second half: the hit is another person; one proposes, another comes to the same."""
    alice, bob = town.desk("alice"), town.desk("bob")
    hits = list(case.checks.get(kind="watchlist").hits.select_related("entry"))
    assert any(hit.entry.source == "un" and "BADEGE" in hit.entry.name for hit in hits)
    for hit in hits:
        page = alice.open(reverse("hit-detail", args=[case.ref, hit.pk]))
        alice.send(page, page.form("state"), state="different", reason="Born nineteen years later.")
    page = alice.open(reverse("case-detail", args=[case.ref]))
    assess = next(form for form in page.forms if form.action.endswith("/assess/"))
    page = alice.send(page, assess)
    assert "The rules recommend" in page.words
    page = alice.open(reverse("case-decide", args=[case.ref]) + "?outcome=grant")
    page = alice.send(page, page.form("reason"), reason="Nothing speaks against it.")
    confirm = next(form for form in page.forms if "reason" in form.names and form.values.get("reason"))
    alice.send(page, confirm, step="propose")
    alice.open(reverse("approval-detail", args=[case.ref]), status=404)
    page = bob.open(reverse("approval-detail", args=[case.ref]))
    page = bob.send(page, page.form("answer", "reason"), answer="grant", reason="Agreed after reading.")
    bob.send(page, page.form("answer", "reason"), step="answer")
    assert Clearance.objects.get(person=case.person).state == "granted"


def issue_badge(town: Town, case: Application) -> str:
    """Cees takes the photo and asks, Carol issues, prints and hands over; what a scan of the print reads."""
    badge_type.standard(town.port, at=town.now)
    badges.photographed(case.person, town.cast, at=town.now)
    cees, carol = town.desk("cees"), town.desk("carol")
    page = cees.open(f"{reverse('desk')}?person={case.person.ref}")
    until = timezone.localdate(town.now) + timedelta(days=90)
    cees.send(
        page,
        page.form("areas", "needed_until"),
        areas=["TERMINAL-A"],
        need="Releases containers.",
        needed_until=until.isoformat(),
    )
    asked = BadgeRequest.objects.get(person=case.person)
    where = reverse("badge-request-detail", args=[asked.pk])
    issuing = reverse("badge-request-answer", args=[asked.pk, "issue"])
    assert issuing not in {form.action for form in cees.open(where).forms}, "whoever asked does not issue"
    page = carol.open(where)
    page = carol.send(page, next(form for form in page.forms if form.action == issuing))
    serial = Badge.objects.get(request=asked).serial
    pdf = carol.open(reverse("badge-pdf", args=[serial])).response.content
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil())
    page = carol.open(reverse("badge-hand-over", args=[serial]))
    carol.send(page, page.form("signed_as"), compared="on", signed_on_paper="on", signed_as="Carol")
    assert Badge.objects.get(serial=serial).handed_over_by == "user:carol"
    return str(code.text)


def suspend(town: Town, case: Application) -> None:
    bob = town.desk("bob")
    address = reverse("clearance-change", args=[case.person.ref, "suspend"])
    page = bob.open(address)
    bob.send(page, page.form("reason"), reason="A tip that must be looked into.")
    assert Clearance.objects.get(person=case.person).state == "suspended"


def look_up_with_and_without_work(town: Town, case: Application) -> None:
    """Step 5, with the clearance back in force: one box with an order, one without."""
    person = case.person.log_ref
    assert town.evaluate(person, CONTAINER)["decision"] is False, "the clearance is still suspended"
    bob = town.desk("bob")
    page = bob.open(reverse("clearance-change", args=[case.person.ref, "reinstate"]))
    bob.send(page, page.form("reason"), reason="The tip was wrong.")
    WorkOrder.objects.create(
        port=town.port,
        ref="W-1",
        kind="job",
        person_ref=person,
        object_ref=CONTAINER,
        opened_at=town.now - timedelta(hours=2),
        opened_by="PLANNING",
    )
    explained = town.evaluate(person, CONTAINER)
    assert explained["decision"] is True
    assert explained["context"]["explanation"]["code"] == "E1"
    unexplained = town.evaluate(person, OTHER)
    assert unexplained["decision"] is False
    assert [reason["code"] for reason in unexplained["context"]["reasons"]] == ["no_need_to_know"]
    unknown = town.evaluate(person, "EXAU5401000")
    assert unknown["context"]["reasons"] == unexplained["context"]["reasons"]
    results = DataEvent.objects.order_by("number").values_list("result", flat=True)
    assert list(results) == ["denied", "ok", "denied", "denied"]


def misuse_is_escalated(town: Town, case: Application) -> None:
    """Step 6: a worker scans, one person-case opens, escalation reaches back into screening."""
    scan.request(town.port, at=timezone.now())
    wait_for(
        lambda: PersonCase.objects.filter(person=case.person).exists(), "the worker to open a person-case"
    )
    found = PersonCase.objects.get()
    assert "D22" in set(found.flags.values_list("rule", flat=True))
    anna = town.desk("anna")
    page = anna.open(reverse("person-case-decide", args=[found.ref, "escalate"]))
    page = anna.send(page, page.form("reason"), reason="Tried the gate while suspended.", suspend="on")
    confirm = next(form for form in page.forms if form.values.get("reason"))
    anna.send(page, confirm, step="decide")
    found.refresh_from_db()
    assert found.state == "escalated"
    reassessment = Application.objects.get(kind="reassessment")
    assert found.reassessment_ref == reassessment.ref
    assert Clearance.objects.get(person=case.person).state == "suspended"
