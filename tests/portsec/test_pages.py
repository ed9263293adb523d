"""The pages that look across the apps: overview, search, notices, job."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Port
from ledger.models import Job
from screening.models import Application, Person
from screening.services import application
from tests import people, scenario
from tests.people import Actor, Cast, SignIn
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MOST_QUERIES = 40  # for the overview of the role that sees most, everything on the page included


def text_of(answer: Any) -> str:
    """What stands on the page, without tags and with single blanks."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


BLOCKS = {
    "Open assessments": {"alice", "bob", "frank"},
    "Median days to decide": {"alice", "bob", "frank"},
    "Active badges": {"carol", "sven", "frank", "anna"},
    "Refused entries": {"carol", "gita", "sven", "frank", "anna", "dora"},
    "Gate entries per day": {"carol", "gita", "sven", "frank", "anna", "dora"},
    "Refused, by reason": {"carol", "gita", "sven", "frank", "anna", "dora"},
    "A level waits for a second person": {"sven"},
    "Barriers overdue": {"sven"},
    "Unusual entries of today": {"frank", "anna"},
    "Waits for your second opinion": {"bob"},
    "Welcome": {"dave", "erin", "hugo", "cleo", "emma", "adam", "paul", "hana"},
}


def test_overview_when_each_role_opens_it_then_exactly_its_blocks(made: Scenario, signed_in: SignIn) -> None:
    for name, actor in made.cast.everybody().items():
        if name == "reader":
            continue
        page = text_of(signed_in(actor).get("/"))
        shown = {block for block in BLOCKS if block in page}
        assert shown == {block for block, who in BLOCKS.items() if name in who}, name


def test_overview_when_a_deciding_officer_opens_it_then_figures_and_the_proposal(
    made: Scenario, signed_in: SignIn
) -> None:
    answer = signed_in(made.cast.bob).get("/")
    opened = Application.objects.filter(closed_at=None).count()
    assert (answer.context["open_count"], answer.context["overdue_count"]) == (opened, 0)
    assert answer.context["open_trend"][-1] == opened > 2
    assert len(answer.context["open_trend"]) == 14
    page = text_of(answer)
    assert made.proposed.person.full_name in page
    assert f'href="/approvals/{made.proposed.ref}/"' in answer.content.decode()
    assert "none overdue" in page


def test_overview_when_gates_were_used_then_days_reasons_and_totals(
    made: Scenario, signed_in: SignIn
) -> None:
    answer = signed_in(made.cast.carol).get("/")
    context = answer.context
    assert context["entry_total"] == 2
    granted, refused = (values for _, _, values in context["entry_series"])
    assert (sum(granted), sum(refused)) == (1, 1)
    assert context["refused_count"] == 1
    assert context["badge_count"] == 1
    page = text_of(answer)
    assert "Clearance suspended" in page or "suspended" in page.lower()
    assert len(context["entry_days"]) == 14


def test_overview_when_an_analyst_opens_it_then_the_person_case_with_its_rules(
    made: Scenario, signed_in: SignIn
) -> None:
    answer = signed_in(made.cast.anna).get("/")
    assert answer.context["person_case_count"] == 1
    page = text_of(answer)
    assert "Erin Vermeer" not in page, "whom a case is about is told to who gives a reason"
    assert made.person_case.ref in page
    for rule in made.person_case.flags.values_list("rule", flat=True)[:3]:
        assert rule in page


def test_overview_when_at_another_port_then_nothing_of_ours(
    made: Scenario, other_port: Port, quayside: Organisation, signed_in: SignIn, now: datetime
) -> None:
    strangers = people.make_cast(other_port, quayside, at=now, suffix="2")
    for name, actor in strangers.everybody().items():
        if name == "reader":
            continue
        answer = signed_in(actor).get("/")
        page = answer.content.decode()
        for theirs in ("Vermeer", "Morozov", made.badge.serial, made.person_case.ref, "Port of Example"):
            assert theirs not in page, (name, theirs)
        assert answer.context.get("open_count") in {None, 0}
        assert answer.context.get("entry_total") in {None, 0}


def test_overview_when_a_case_is_mine_then_it_is_listed(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    application.assign(made.case, made.cast.alice.user, **made.cast.alice.acts(now))
    page = text_of(signed_in(made.cast.alice).get("/"))
    assert "Your cases" in page
    assert Person.objects.get(pk=made.viktor.pk).full_name in page
    assert "Your cases" not in text_of(signed_in(made.cast.bob).get("/"))


def counted(client: Client, address: str) -> int:
    client.get(address)  # what is looked up once in a process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_overview_when_there_is_more_to_show_then_not_more_queries(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    before = {name: counted(signed_in(actor), "/") for name, actor in everybody(made.cast)}
    assert max(before.values()) <= MOST_QUERIES, before
    for number in range(3):
        more = scenario.apply_for(
            made.post, made.cast, f"Extra{number}", "Ewa", scenario.date(1990, 1, 1), at=now
        )
        application.assign(more, made.cast.alice.user, **made.cast.alice.acts(now))
        scenario.answer_checks(more, made.cast, at=now)
        scenario.assessment.assess(more, **made.cast.alice.acts(now))
        scenario.decision.propose(
            more, scenario.Outcome.GRANT, reason="Nothing speaks against it.", **made.cast.alice.acts(now)
        )
    after = {name: counted(signed_in(actor), "/") for name, actor in everybody(made.cast)}
    grown = {name: (before[name], after[name]) for name in before if after[name] > before[name] + SUBTOTALS}
    assert not grown


SUBTOTALS = 1  # a block that was empty asks once for its rows


def everybody(cast: Cast) -> list[tuple[str, Actor]]:
    return [(name, actor) for name, actor in cast.everybody().items() if name != "reader"]


def test_search_when_a_name_is_given_then_people_cases_and_badges_in_reach(
    made: Scenario, signed_in: SignIn
) -> None:
    page = text_of(signed_in(made.cast.alice).get("/search/", {"q": "vermeer"}))
    for found in ("People", "Erin Vermeer", "Quayside Terminals", "Applications", "Cleared"):
        assert found in page
    assert "Morozov" not in page
    badges = text_of(signed_in(made.cast.carol).get("/search/", {"q": made.erin.ref}))
    assert f"Badges {made.badge.serial}" in badges


def test_search_when_a_reference_is_given_then_opens_it_at_once(made: Scenario, signed_in: SignIn) -> None:
    for name, text, address in (
        ("alice", made.case.ref, f"/cases/{made.case.ref}/"),
        ("alice", f" {made.case.ref.lower()} ", f"/cases/{made.case.ref}/"),
        ("carol", made.badge.serial, f"/badges/{made.badge.serial}/"),
        ("anna", made.person_case.ref, f"/audit/unusual/{made.person_case.ref}/"),
    ):
        answer = signed_in(getattr(made.cast, name)).get("/search/", {"q": text})
        assert (answer.status_code, answer.headers.get("Location")) == (302, address), (name, text)


def test_search_when_the_role_does_not_reach_it_then_like_nothing(made: Scenario, signed_in: SignIn) -> None:
    for name in ("dave", "gita", "hugo", "cleo", "dora", "adam", "paul", "hana"):
        client = signed_in(getattr(made.cast, name))
        for text in ("Vermeer", made.case.ref, made.badge.serial, made.person_case.ref):
            answer = client.get("/search/", {"q": text})
            assert answer.status_code == 200, (name, text)
            page = text_of(answer)
            assert "Nothing found" in page, (name, text)
            assert "Erin" not in page


def test_search_when_at_another_port_then_like_nothing(
    made: Scenario, other_port: Port, quayside: Organisation, signed_in: SignIn, now: datetime
) -> None:
    strangers = people.make_cast(other_port, quayside, at=now, suffix="2")
    for name in ("alice", "carol", "anna", "frank"):
        client = signed_in(getattr(strangers, name))
        for text in ("Vermeer", made.case.ref, made.badge.serial, made.person_case.ref):
            assert "Nothing found" in text_of(client.get("/search/", {"q": text})), (name, text)


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "%", "_", "\\", "a" * 5000, "' OR 1=1 --", "\u202e", "<b>x</b>"]
)
def test_search_when_the_text_is_odd_then_a_page_and_never_a_fault(
    made: Scenario, signed_in: SignIn, text: str
) -> None:
    answer = signed_in(made.cast.alice).get("/search/", {"q": text})
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.content.decode()


def test_search_when_repeated_with_more_rows_then_not_more_queries(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    client = signed_in(made.cast.frank)
    before = counted(client, "/search/?q=e")
    for number in range(3):
        scenario.apply_for(
            made.post, made.cast, f"Vermeeren{number}", "Ewa", scenario.date(1990, 1, 1), at=now
        )
    assert counted(client, "/search/?q=e") <= before
    assert before <= 30


def test_notices_when_colleagues_acted_on_my_case_then_told_newest_first_without_my_own_deeds(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    client = signed_in(made.cast.alice)
    assert "No notices" in text_of(client.get("/notices/"))
    application.assign(made.case, made.cast.alice.user, **made.cast.alice.acts(now))
    application.add_note(made.case, "Called the employer.", **made.cast.bob.acts(now))
    answer = client.get("/notices/")
    page = text_of(answer)
    actors = [entry.actor for entry in answer.context["entries"]]
    assert "user:bob" in actors
    assert made.cast.alice.reference not in actors
    positions = [entry.position for entry in answer.context["entries"]]
    assert positions == sorted(positions, reverse=True)
    assert made.case.reference in page
    assert "No notices" in text_of(signed_in(made.cast.bob).get("/notices/"))


def test_notices_when_the_case_is_out_of_reach_again_then_silent(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    application.assign(made.case, made.cast.alice.user, **made.cast.alice.acts(now))
    application.add_note(made.case, "Called the employer.", **made.cast.bob.acts(now))
    from accounts.services import role

    held = made.cast.alice.user.role_assignments.get()
    role.end(held, reason="left", actor=people.MAKER, at=now)
    assert "No notices" in text_of(signed_in(made.cast.alice).get("/notices/"))
    assert Application.objects.get(pk=made.case.pk).owner == made.cast.alice.user


def a_job(actor: Actor, now: datetime, **more: Any) -> Job:
    given = {"kind": "screening.check.watchlist", "subject": "check:1", "due_at": now, "created_at": now}
    kind = Job.objects.values_list("kind", flat=True).first() or given["kind"]
    given |= {"kind": kind, "slot": uuid4().hex, "requested_by": actor.reference} | more
    return Job.objects.create(**given)


def test_job_when_it_runs_then_a_bar_that_asks_again(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    job = a_job(made.cast.alice, now, state="claimed", done=3, total=9)
    client = signed_in(made.cast.alice)
    answer = client.get(f"/jobs/{job.pk}/")
    page = answer.content.decode()
    assert "Running" in text_of(answer)
    assert re.search(r'<progress[^>]*max="9"[^>]*value="3"|<progress[^>]*value="3"[^>]*max="9"', page)
    assert f'hx-get="/jobs/{job.pk}/"' in page
    assert answer["Vary"].startswith("HX-Request") or "HX-Request" in answer["Vary"]
    assert "no-cache" in answer["Cache-Control"]
    part = client.get(f"/jobs/{job.pk}/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="3"' in part


def test_job_when_it_is_over_then_says_how_and_asks_no_more(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    client = signed_in(made.cast.alice)
    done = a_job(made.cast.alice, now, state="done", done=1, finished_at=now)
    parked = a_job(made.cast.alice, now, state="parked", error="ValueError: <b>no</b> list")
    page = client.get(f"/jobs/{done.pk}/").content.decode()
    assert "Finished" in page
    assert "hx-get" not in page[page.index("<main") :]
    failed = client.get(f"/jobs/{parked.pk}/").content.decode()
    assert "This did not work" in failed
    assert "ValueError: &lt;b&gt;no&lt;/b&gt; list" in failed


def test_job_when_somebody_elses_then_like_one_that_does_not_exist(
    made: Scenario, signed_in: SignIn, now: datetime
) -> None:
    job = a_job(made.cast.alice, now)
    client = signed_in(made.cast.bob)
    answers = [client.get(f"/jobs/{number}/") for number in (job.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
