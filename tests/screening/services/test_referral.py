"""Lists whose entries only an authority may know: a hit says "refer to authority", and nothing else."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Organisation, Port
from ledger.models import Entry
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.adjudication_words import DismissalGround
from screening.enums import HitState, ListSource, Outcome
from screening.models import Application, CrewHit, Finding, Hit, ListEntry, Person, Post
from screening.selectors.own_file import own_file
from screening.selectors.screening_run import hits_to_decide
from screening.selectors.triage import untriaged
from screening.services import application, decision, hit, person_hit
from tests.people import Actor, Cast, SignIn
from tests.screening import people_rows, rows, screened
from tests.screening.crew.files import row
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

SECRETS = ("RN-4711-XYZ", "Wanted for", "DOMINGUEZ Erin Alias", "Carmona")
SCORE = re.compile(r"(?<!\d)0\.9\d*")  # alone: a second such as 30.94 is no score
CALLED = {"state": HitState.SAME, "referral": "Federal police, desk 3", "reason": "By telephone."}


@pytest.fixture
def restricted(tmp_path: Path) -> None:
    """A restricted list, loaded as an administrator loads it, with an entry that resembles Erin."""
    path = tmp_path / "list.csv"
    path.write_text(
        "uid,name,aliases,birth_date,nationality,remarks\n"
        "RN-4711-XYZ,Erin Dominguez,DOMINGUEZ Erin Alias,,,Wanted for Carmona.\n",
        encoding="utf-8",
    )
    call_command("load_watchlist", str(path), source="police", stdout=io.StringIO())


@pytest.fixture
def found(case: Application, restricted: None) -> Hit:
    rows.answer_watchlist(case)
    return Hit.objects.get()


@pytest.fixture
def of_person(port: Port, crane: Post, erin: Person, restricted: None, now: datetime) -> Hit:
    rows.cleared(erin)
    screened.everyone(port, at=now)
    return screened.hit_of(erin)


def referred(found: Hit, officer: Actor, now: datetime) -> Hit:
    command = person_hit if found.check_answered is None else hit
    return command.decide(found, **CALLED, **officer.acts(now))


def answered(found: Hit, state: HitState, officer: Actor, now: datetime) -> Hit:
    command = person_hit if found.check_answered is None else hit
    return command.decide(found, state, referral="BKA/2026-17", **officer.acts(now))


def tell_nothing(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in text]
    assert not SCORE.search(text)


def test_entry_when_loaded_then_its_name_is_nowhere_to_be_shown_or_searched(restricted: None) -> None:
    entry = ListEntry.objects.get(source=ListSource.POLICE.value)
    assert (entry.name, str(entry), entry.source_word.label) == (
        "Refer to authority",
        "Refer to authority",
        "Restricted list",
    )


def test_hit_when_found_then_neither_figures_nor_comparison_are_kept(found: Hit) -> None:
    assert (found.score, found.priority, found.lines, found.figure) == (1, 1, [], "")
    assert (found.title, found.entry_number) == (f"Refer to authority, H-{found.pk}", f"H-{found.pk}")
    assert found.status.label == "Refer to authority"


def test_hit_when_somebody_here_would_judge_it_then_refused(found: Hit, alice: Actor, now: datetime) -> None:
    for state in (HitState.DIFFERENT, HitState.UNSURE, HitState.OPEN):
        with unchanged(), pytest.raises(InvalidInput) as refusal:
            hit.decide(found, state, reason="Surely not.", ground=DismissalGround.SEX, **alice.acts(now))
        assert set(refusal.value.fields) == {"state"}
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(found, HitState.SAME, reason="I called.", **alice.acts(now))
    assert set(refusal.value.fields) == {"referral"}


def test_hit_when_referred_then_it_waits_and_another_officer_enters_the_answer(
    found: Hit, cast: Cast, now: datetime, record: Record
) -> None:
    referred(found, cast.alice, now)
    assert (found.status.label, found.referred_to) == ("With the authority", "Federal police, desk 3")
    assert list(hits_to_decide(scope=cast.bob.scope)) == [found]
    with unchanged(), pytest.raises(Refused):
        answered(found, HitState.DIFFERENT, cast.alice, now)
    answered(found, HitState.DIFFERENT, cast.bob, now)
    assert (found.status.label, found.answer_reference) == ("Authority does not object", "BKA/2026-17")
    assert (found.referred_to, found.decided_by) == ("Federal police, desk 3", cast.bob.user)
    assert record.kinds() == ["screening.hit.referred", "screening.hit.answered"]
    assert Entry.objects.get(kind="screening.hit.answered").body == {
        "source": "Restricted list",
        "entry": f"H-{found.pk}",
        "answer": "does not object",
        "reference": "BKA/2026-17",
        "reason": "",
    }


@pytest.mark.parametrize("reference", ["", "It says that he is wanted", "x" * 41])
def test_answer_when_its_number_is_missing_or_a_text_then_refused(
    found: Hit, cast: Cast, now: datetime, reference: str
) -> None:
    referred(found, cast.alice, now)
    with unchanged(), pytest.raises(InvalidInput) as refusal:
        hit.decide(found, HitState.SAME, referral=reference, **cast.bob.acts(now))
    assert set(refusal.value.fields) == {"referral"}


def test_referral_when_given_back_then_it_can_be_referred_anew(found: Hit, cast: Cast, now: datetime) -> None:
    referred(found, cast.alice, now)
    hit.decide(found, HitState.OPEN, reason="Nobody answers there.", **cast.bob.acts(now))
    assert (found.status.label, found.referred_to) == ("Refer to authority", "")
    referred(found, cast.alice, now)


def test_case_when_the_authority_objects_then_it_is_weighed_and_told_without_the_list(
    found: Hit, case: Application, cast: Cast, now: datetime
) -> None:
    rows.answer_identity(case, cast.alice)
    rows.answer_record(case, cast.alice)
    case.refresh_from_db()
    silent = rows.assessed(case, cast.alice)
    assert "is to be asked about the person" in " ".join(each.sentence for each in silent.findings.all())
    assert [item.needs_decision for item in untriaged(case, at=now)] == [True]
    with pytest.raises(Conflict, match="Triage first"):
        rows.proposed(case, cast.alice)
    referred(found, cast.alice, now)
    answered(found, HitState.SAME, cast.bob, now)
    rows.triage_all(case, cast.alice)
    rows.assessed(case, cast.alice)
    sentence = Finding.objects.filter(assessment__application=case, about=f"hit:{found.pk}").latest("pk")
    assert sentence.sentence == (
        f"An authority that was asked about the person objects (Refer to authority, H-{found.pk})."
    )
    refusal = rows.refused(case, cast)
    assert refusal.outcome == Outcome.REFUSE.value
    for letter in case.letters.all():
        tell_nothing(str(letter.context))
        assert "Restricted list" not in str(letter.context)


def test_case_when_the_authority_does_not_object_then_it_goes_on(
    found: Hit, case: Application, cast: Cast, now: datetime
) -> None:
    referred(found, cast.alice, now)
    answered(found, HitState.DIFFERENT, cast.bob, now)
    rows.answer_identity(case, cast.alice)
    rows.answer_record(case, cast.alice)
    case.refresh_from_db()
    rows.assessed(case, cast.alice)
    decided = rows.proposed(case, cast.alice)
    decision.give_opinion(decided, Outcome.GRANT, reason="Agreed.", **cast.bob.acts(now))


def test_answer_when_the_same_list_comes_again_then_it_is_remembered(
    of_person: Hit, port: Port, cast: Cast, now: datetime
) -> None:
    referred(of_person, cast.alice, now)
    answered(of_person, HitState.DIFFERENT, cast.bob, now)
    assert screened.everyone(port, at=now).new_hits == 0


def test_answer_when_the_entry_changes_then_it_is_asked_again_without_saying_what_changed(
    of_person: Hit, port: Port, erin: Person, cast: Cast, signed_in: SignIn, now: datetime, tmp_path: Path
) -> None:
    referred(of_person, cast.alice, now)
    answered(of_person, HitState.DIFFERENT, cast.bob, now)
    path = tmp_path / "list.csv"
    path.write_text("uid,name,remarks\nRN-4711-XYZ,Erin Dominguez,Wanted for Antwerp.\n", encoding="utf-8")
    call_command("load_watchlist", str(path), source="police", stdout=io.StringIO())
    assert screened.everyone(port, at=now).new_hits == 1
    back = hits_to_decide(scope=cast.alice.scope).get()
    text = signed_in(cast.alice).get(reverse("person-hit", args=[erin.ref, back.pk])).content.decode()
    assert "Its authority did not object: Bob entered so on" in text
    tell_nothing(text)
    assert "Antwerp" not in text


def test_person_when_the_authority_objects_then_a_reassessment_opens_that_names_no_list(
    of_person: Hit, erin: Person, cast: Cast, now: datetime
) -> None:
    referred(of_person, cast.alice, now)
    answered(of_person, HitState.SAME, cast.bob, now)
    opened = erin.applications.get()
    assert opened.source == f"referral:H-{of_person.pk}"
    assert opened.ground == f"The authority that was asked objects (H-{of_person.pk})."


def test_pages_when_opened_then_refer_to_authority_and_nothing_of_the_entry(
    found: Hit, case: Application, cast: Cast, signed_in: SignIn, now: datetime
) -> None:
    pages = [
        reverse("hit-detail", args=[case.ref, found.pk]),
        reverse("check-detail", args=[case.ref, "watchlist"]),
        reverse("case-detail", args=[case.ref]),
        reverse("triage-item", args=[case.ref, f"hit-{found.pk}"]),
    ]
    for url in pages:
        text = signed_in(cast.alice).get(url).content.decode()
        tell_nothing(text)
        assert "Refer to authority" in text, url
    referred(found, cast.alice, now)
    text = signed_in(cast.bob).get(pages[0]).content.decode()
    assert "Alice referred it to Federal police, desk 3" in text
    assert "Number of its answer" in text
    for url in (*pages, reverse("person-hit-list"), reverse("watchlist-list")):
        tell_nothing(signed_in(cast.bob).get(url).content.decode())


def test_page_when_the_forms_are_used_then_referred_and_answered(
    of_person: Hit, cast: Cast, signed_in: SignIn
) -> None:
    url = reverse("person-hit", args=[of_person.whose.ref, of_person.pk])
    text = signed_in(cast.alice).post(url, {"state": "different", "reason": "No."}).content.decode()
    assert "Authority and whom you reached: This field is required." in text
    text = signed_in(cast.alice).post(url, {"referral": "Customs, M. Peeters"}, follow=True).content.decode()
    assert "On record: referred." in text
    answer = {"state": "different", "referral": "C-17"}
    text = signed_in(cast.bob).post(url, answer, follow=True).content.decode()
    assert "Decided: authority does not object." in text
    tell_nothing(text)


def test_export_and_search_when_asked_then_no_list_no_entry_no_figure(
    of_person: Hit, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.alice)
    url = reverse("person-hit-list")
    answer = browser.get(url, {"format": "csv"})
    [line] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    number = f"H-{of_person.pk}"
    assert (line["hit"], line["list"], line["entry"], line["score"], line["priority"]) == (
        number,
        "",
        number,
        "",
        "",
    )
    own = reverse("person-hit", args=[of_person.whose.ref, of_person.pk])
    assert own in browser.get(url, {"text": "dominguez"}).content.decode(), "the person's own name"
    assert own not in browser.get(url, {"text": "alias"}).content.decode(), "the entry's"


def test_own_file_when_a_restricted_hit_exists_then_it_reads_as_if_there_was_none(
    erin: Person, port: Port, crane: Post, restricted: None, cast: Cast, now: datetime
) -> None:
    rows.cleared(erin)
    before = own_file(erin, at=now)
    assert "Whether a list that an authority keeps for itself names you" in before.as_json()
    screened.everyone(port, at=now)
    found = screened.hit_of(erin)
    assert own_file(erin, at=now) == before
    referred(found, cast.alice, now)
    answered(found, HitState.DIFFERENT, cast.bob, now)
    assert own_file(erin, at=now) == before


def test_own_file_when_a_case_found_a_restricted_entry_then_no_word_of_it(
    found: Hit, case: Application, cast: Cast, now: datetime
) -> None:
    referred(found, cast.alice, now)
    answered(found, HitState.SAME, cast.bob, now)
    application.withdraw(case, reason="Goes elsewhere.", **cast.alice.acts(now))
    text = own_file(case.person, at=now).as_json().lower()
    assert "withdrawn" in text
    for word in (
        "possible match",
        "something found",
        "restricted list",
        "refer to authority",
        "federal police",
    ):
        assert word not in text


def test_record_when_read_then_no_entry_names_list_or_entity(
    of_person: Hit, cast: Cast, now: datetime
) -> None:
    referred(of_person, cast.alice, now)
    answered(of_person, HitState.SAME, cast.bob, now)
    for entry in Entry.objects.exclude(kind="screening.watchlist.loaded"):
        tell_nothing(str(entry.body))


def test_crew_when_a_member_resembles_a_restricted_entry_then_two_officers_and_the_authority(
    restricted: None, port: Port, quayside: Organisation, cast: Cast, signed_in: SignIn
) -> None:
    said = row(2, family_name="Dominguez", given_names="Erin")
    member = people_rows.screened(port, cast.alice, said).members.get()
    found = CrewHit.objects.get()
    assert (member.question, found.title) == ("hit", f"Refer to authority, CH-{found.pk}")
    url = reverse("crew-hit", args=[member.crew_list.ref, member.row, found.pk])
    tell_nothing(signed_in(cast.alice).get(url).content.decode())
    signed_in(cast.alice).post(url, {"referral": "Border police"})
    signed_in(cast.bob).post(url, {"state": "different", "referral": "BP-9"})
    member.refresh_from_db()
    assert member.state == "permitted"
    page = reverse("crew-member", args=[member.crew_list.ref, member.row])
    text = signed_in(cast.alice).get(page).content.decode()
    tell_nothing(text)
    assert "Authority does not object" in text


def test_screen_names_when_a_restricted_entry_is_found_then_only_that(restricted: None) -> None:
    out = io.StringIO()
    given = io.StringIO("id,name\n1,Erin Dominguez\n")
    call_command("screen_names", stdin=given, stdout=out)
    [line] = csv.DictReader(io.StringIO(out.getvalue()))
    assert line == {
        "id": "1",
        "list": "police",
        "entry": "",
        "entry_name": "Refer to authority",
        "score": "",
        "explanation": "",
    }
