"""The pages of rules, traces, planted records and fairness, as those use them who may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime

from access.detection.registry import RULES, rule_named
from access.models import DuressWord, HoneyContainer, RuleVersion
from access.rule_editing.terms import values_of
from access.services import honey_container
from tests.people import SignIn
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

RULE = rule_named("D04")


def local(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%dT%H:%M")


def test_rules_when_listed_then_each_one_with_a_way_in(made: Scenario, signed_in: SignIn) -> None:
    page = signed_in(made.cast.paul).get(reverse("rule-list")).content.decode()
    for rule in RULES:
        assert reverse("rule-detail", args=[made.port.locode, rule.id]) in page


def test_values_when_proposed_on_the_page_then_the_next_step_is_the_replay(
    made: Scenario, signed_in: SignIn
) -> None:
    browser = signed_in(made.cast.paul)
    values = {f"value_{name}": value for name, value in values_of(RULE, {}).items()}
    address = reverse("rule-detail", args=[made.port.locode, RULE.id])
    asked = values | {"value_numbers": 9, "reason": "Leased boxes come in runs."}
    answer = browser.post(address, asked, follow=True)
    version = RuleVersion.objects.get(rule=RULE.id)
    assert version.parameters == {"numbers": 9.0}
    page = answer.content.decode()
    assert reverse("rule-version-step", args=[version.pk, "replay"]) in page
    assert reverse("rule-version-step", args=[version.pk, "activate"]) not in page


def test_values_when_unchanged_then_the_page_says_so(made: Scenario, signed_in: SignIn) -> None:
    values = {f"value_{name}": value for name, value in values_of(RULE, {}).items()}
    address = reverse("rule-detail", args=[made.port.locode, RULE.id])
    answer = signed_in(made.cast.paul).post(address, values | {"reason": "No reason."})
    assert b"in force already" in answer.content
    assert not RuleVersion.objects.filter(rule=RULE.id).exists()


def test_rule_when_read_by_an_auditor_then_without_the_form(made: Scenario, signed_in: SignIn) -> None:
    address = reverse("rule-detail", args=[made.port.locode, RULE.id])
    page = signed_in(made.cast.frank).get(address).content.decode()
    assert escape(RULE.says) in page
    assert 'name="value_numbers"' not in page


def test_trace_when_asked_on_the_page_then_line_and_lookers(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    asked = {
        "container": CONTAINER,
        "since": local(now - timedelta(days=10)),
        "until": local(now + timedelta(minutes=1)),
        "case_ref": "PV-7",
    }
    answer = signed_in(made.cast.frank).post(reverse("container-trace"), asked)
    assert answer.status_code == 200
    assert answer.context["trace"].moments
    assert "no-store" in answer["Cache-Control"]


def test_seizure_when_a_number_is_none_then_the_field_says_which(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    asked = {"seized_at": local(now - timedelta(hours=1)), "days": 14, "case_ref": "PV-7"}
    browser = signed_in(made.cast.anna)
    wrong = browser.post(reverse("seizure"), asked | {"containers": f"{CONTAINER}\nNONSENSE"})
    assert (wrong.status_code, b"NONSENSE" in wrong.content) == (400, True)
    right = browser.post(reverse("seizure"), asked | {"containers": f"{CONTAINER}, {OTHER_CONTAINER}"})
    assert len(right.context["seizure"].boxes) == 2


def test_planted_records_when_the_page_is_opened_then_no_number_before_a_reason(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    made.visit.discharged_at = now - timedelta(days=1)
    made.visit.save(update_fields=["discharged_at"])
    honey_container.rotate(made.port, at=now)
    number = HoneyContainer.objects.filter(port=made.port)[0].container
    browser = signed_in(made.cast.anna)
    assert number not in browser.get(reverse("honey-container-list")).content.decode()
    shown = browser.post(reverse("honey-container-list"), {"reason": "For the terminal's system."})
    assert number in shown.content.decode()


def test_fairness_when_read_then_groups_and_no_names(made: Scenario, signed_in: SignIn) -> None:
    answer = signed_in(made.cast.frank).get(reverse("fairness"))
    assert len(answer.context["told"]) == 4
    page = answer.content.decode()
    for person in (made.erin, made.viktor):
        assert person.family_name not in page


def test_duress_word_when_chosen_then_the_page_is_the_same_as_before(
    made: Scenario, signed_in: SignIn
) -> None:
    browser = signed_in(made.cast.erin)

    def shown() -> str:
        return browser.get(reverse("duress-word")).content.decode()

    fresh = shown()
    browser.post(reverse("duress-word"), {"word": "Reefer check, second round"})
    browser.get(reverse("my-access"))  # takes the message with it
    assert DuressWord.objects.count() == 1

    def plain(page: str) -> list[str]:
        return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

    assert plain(shown()) == plain(fresh)
