"""The pages of grants, as a data owner keeps them and an auditor reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.models import DataEvent, Grant
from tests.people import SignIn
from tests.scenario import OTHER_CONTAINER, Scenario
from tests.witness import unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DAY = timedelta(days=1)


def typed(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def form(made: Scenario, now: datetime, **said: str) -> dict[str, str]:
    return {
        "port": str(made.port.pk),
        "account": "gita",
        "object_type": "container",
        "object_ref": OTHER_CONTAINER.lower(),
        "field_class": "S2",
        "purpose": "Damage to the doors",
        "case_ref": "D-4",
        "valid_from": "",
        "valid_until": typed(now + 5 * DAY),
        **said,
    }


def test_list_when_opened_then_grants_in_force_with_holder_and_purpose(
    made: Scenario, signed_in: SignIn
) -> None:
    page = signed_in(made.cast.frank).get(reverse("grant-list")).content.decode()
    assert made.grant.reference in page
    assert made.grant.purpose in page
    assert "New grant" not in page
    assert "New grant" in signed_in(made.cast.dora).get(reverse("grant-list")).content.decode()


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("standing=revoked", False),
        ("standing=in_force&text=HUGO", True),
        ("standing=in_force&text=gita", False),
        ("field_class=S2", True),
        ("field_class=S3", False),
        ("view=planned", False),
    ],
)
def test_list_when_narrowed_then_what_fits(
    made: Scenario, signed_in: SignIn, narrowed: str, found: bool
) -> None:
    page = signed_in(made.cast.dora).get(f"{reverse('grant-list')}?{narrowed}").content.decode()
    assert (made.grant.reference in page) is found


def test_list_when_there_are_more_grants_then_no_more_queries(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    client, counts = signed_in(made.cast.dora), []
    for more in (0, 2):
        for number in range(more):
            Grant.objects.create(
                port=made.port,
                account=f"a{number}",
                object_type="container",
                object_ref=OTHER_CONTAINER,
                field_class="S1",
                purpose="Claim",
                valid_from=now - DAY,
                valid_until=now + DAY,
                granted_by="user:dora",
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("grant-list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_new_when_filled_in_then_given_at_once(made: Scenario, signed_in: SignIn, now: datetime) -> None:
    client = signed_in(made.cast.dora)
    assert "What it is for" in client.get(reverse("grant-new")).content.decode()
    answer = client.post(reverse("grant-new"), form(made, now))
    given = Grant.objects.get(account="gita")
    assert answer.headers["Location"] == reverse("grant-detail", args=[given.pk])
    assert (given.object_ref, given.granted_by) == (OTHER_CONTAINER, "user:dora")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Damage to the doors" in page
    assert "Never used" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"account": "nobody"}, "There is no such account of a person."),
        ({"valid_until": "2020-01-01T10:00"}, "The grant ends before it starts."),
        ({"purpose": ""}, "This field is required."),
        ({"field_class": "S3"}, "Select a valid choice"),
    ],
)
def test_new_when_something_is_wrong_then_the_field_says_so(
    made: Scenario, signed_in: SignIn, now: datetime, said: dict[str, str], sentence: str
) -> None:
    before = Grant.objects.count()
    page = signed_in(made.cast.dora).post(reverse("grant-new"), form(made, now, **said)).content.decode()
    assert sentence in page
    assert Grant.objects.count() == before


def test_detail_when_a_look_up_rested_on_it_then_shown(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    DataEvent.objects.create(
        port=made.port,
        source="decision",
        code="d-1",
        at=now,
        received_at=now,
        account="hugo",
        action="read",
        object_type="container",
        object_ref=OTHER_CONTAINER,
        field_class="S2",
        result="ok",
        explanation="G",
        explanation_ref=made.grant.reference,
        purpose="Claim of the consignee, photo 3",
    )
    page = signed_in(made.cast.frank).get(reverse("grant-detail", args=[made.grant.pk])).content.decode()
    assert "photo 3" in page
    assert "Take back" not in page


def test_change_when_extended_and_taken_back_then_so(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    client = signed_in(made.cast.dora)
    extend = reverse("grant-change", args=[made.grant.pk, "extend"])
    page = client.post(extend, {"valid_until": typed(now), "reason": "Longer."}).content.decode()
    assert "no later than the present one" in page
    client.post(extend, {"valid_until": typed(now + 60 * DAY), "reason": "Longer."})
    made.grant.refresh_from_db()
    assert made.grant.extended == 1
    client.post(reverse("grant-change", args=[made.grant.pk, "revoke"]), {"reason": "Settled."})
    made.grant.refresh_from_db()
    assert made.grant.revoked_by == "user:dora"
    page = client.get(reverse("grant-detail", args=[made.grant.pk])).content.decode()
    assert "Settled." in page
    assert extend not in page
    assert "This grant is over" in client.get(extend).content.decode()


def test_change_when_an_unknown_step_then_no_page(made: Scenario, signed_in: SignIn) -> None:
    client = signed_in(made.cast.dora)
    where = reverse("grant-change", args=[made.grant.pk, "double"])
    with unchanged("django_session"):
        assert client.get(where).status_code == 404


def test_detail_when_at_another_port_then_no_page(
    made: Scenario, elsewhere: Scenario, signed_in: SignIn
) -> None:
    client = signed_in(elsewhere.cast.dora)
    for name, args in (("grant-detail", []), ("grant-change", ["revoke"])):
        assert client.get(reverse(name, args=[made.grant.pk, *args])).status_code == 404
