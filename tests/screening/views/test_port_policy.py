"""The policy of a port on the page: proposed by one officer, confirmed by another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Port
from screening.models import PortPolicy
from screening.services import policy, port_policy
from tests.people import MAKER, Cast, SignIn

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LIST = "/policies/ports/"
OTHER = "de-luftsig"


@pytest.fixture(autouse=True)
def policies(db: None, now: datetime) -> None:
    policy.load_files(actor=MAKER, at=now)


def test_port_when_two_officers_choose_a_policy_then_it_applies(
    port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    day = timezone.localdate(now)
    paul = signed_in(cast.paul)
    body = {"port": port.pk, "code": OTHER, "valid_from": day.isoformat(), "reason": "National law."}
    assert paul.post(reverse("port-policy-new"), body).url == LIST
    change = PortPolicy.objects.get()
    answer = reverse("port-policy-answer", args=[change.pk])
    assert "You cannot confirm it" in paul.get(answer).content.decode()
    paul.post(answer, {"answer": "confirm", "reason": "I agree with myself."})
    change.refresh_from_db()
    assert change.state == "proposed"
    pia = signed_in(cast.pia)
    assert answer in pia.get(LIST).content.decode()
    assert pia.post(answer, {"answer": "confirm", "reason": "Agreed."}).url == LIST
    assert policy.in_force_for(port, on=day).code == OTHER
    assert "I agree with myself" not in pia.get(LIST).content.decode()


def test_port_when_the_choice_is_impossible_then_named_at_the_field(
    port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    paul = signed_in(cast.paul)
    past = (timezone.localdate(now) - timedelta(days=1)).isoformat()
    body = {"port": port.pk, "code": OTHER, "valid_from": past, "reason": "National law."}
    assert "lies before today" in paul.post(reverse("port-policy-new"), body).content.decode()
    body |= {"valid_from": "soon"}
    assert "Enter a valid date" in paul.post(reverse("port-policy-new"), body).content.decode()
    assert not PortPolicy.objects.exists()


def test_port_when_of_somebody_else_then_neither_offered_nor_answered(
    port: Port, other_port: Port, cast: Cast, other_cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    day = timezone.localdate(now) + timedelta(days=1)
    there = port_policy.propose(
        other_port, OTHER, valid_from=day, reason="There.", **other_cast.paul.acts(now)
    )
    paul = signed_in(cast.paul)
    assert other_port.name not in paul.get(reverse("port-policy-new")).content.decode()
    assert other_port.name not in paul.get(LIST).content.decode()
    assert paul.get(reverse("port-policy-answer", args=[there.pk])).status_code == 404
    body = {"port": other_port.pk, "code": OTHER, "valid_from": day.isoformat(), "reason": "There."}
    assert "Select a valid choice" in paul.post(reverse("port-policy-new"), body).content.decode()


def test_port_when_read_by_those_who_see_cases_then_without_buttons(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.alice).get(LIST).content.decode()
    assert policy.DEFAULT_POLICY in page
    assert "Propose a change" not in page


def test_answer_when_the_sign_in_is_old_then_asked_to_prove_oneself(
    port: Port, cast: Cast, now: datetime, signed_in: SignIn
) -> None:
    day = timezone.localdate(now)
    change = port_policy.propose(port, OTHER, valid_from=day, reason="Law.", **cast.paul.acts(now))
    body = {"answer": "confirm", "reason": "Agreed."}
    response = signed_in(cast.pia, fresh=False).post(reverse("port-policy-answer", args=[change.pk]), body)
    assert "/reauthenticate/" in response.url
