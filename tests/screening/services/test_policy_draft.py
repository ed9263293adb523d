"""New policy versions: drafted, saved malformed, proposed, simulated, published by a second officer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Port
from accounts.roles import Role
from ledger.models import Job
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from screening.models import PolicyDraft, PolicyVersion
from screening.services import policy, policy_draft, simulation
from screening.services.post import LEVELS_JOB
from tests.people import MAKER, Cast, make_actor
from tests.witness import Record, unchanged

pytestmark = [pytest.mark.db, pytest.mark.django_db]

WHY: dict[str, Any] = {"reason": "The law was changed."}


@pytest.fixture
def standard(db: None, now: datetime) -> PolicyVersion:
    policy.load_files(actor=MAKER, at=now)
    return policy.in_force(on=now.date())


@pytest.fixture
def draft(standard: PolicyVersion, cast: Cast, now: datetime) -> PolicyDraft:
    return policy_draft.start(standard, **cast.paul.acts(now))


@pytest.fixture
def proposed(draft: PolicyDraft, cast: Cast, now: datetime) -> PolicyDraft:
    """Simulated by Paul over no decided case, and proposed by him."""
    simulation.request(draft, **cast.paul.acts(now))
    return policy_draft.propose(draft, seen=draft.digest, **WHY, **cast.paul.acts(now))


def test_draft_when_begun_then_the_next_version_and_on_record(
    standard: PolicyVersion, cast: Cast, now: datetime, record: Record
) -> None:
    draft = policy_draft.start(standard, **cast.paul.acts(now))
    rules = policy.read(draft.document, name=draft.name)
    assert (draft.code, draft.version) == (standard.code, standard.version + 1)
    assert (rules.code, rules.version) == (draft.code, draft.version)
    assert rules.valid_from == now.date() + timedelta(days=policy_draft.LEAD_DAYS)
    assert policy_draft.readiness(draft, at=now).allowed
    entry = record.one("screening.policy.drafted")
    assert (entry.subject, entry.actor) == (f"policy:{standard.code}", cast.paul.reference)


def test_draft_when_begun_under_a_new_code_then_version_one_of_another_policy(
    standard: PolicyVersion, cast: Cast, now: datetime
) -> None:
    draft = policy_draft.start(standard, code="of-example", **cast.paul.acts(now))
    assert (draft.code, draft.version) == ("of-example", 1)


@pytest.mark.parametrize("code", ["Of Example", "drafts", "ä", "a/b"])
def test_draft_when_the_code_is_impossible_then_refused_by_field(
    standard: PolicyVersion, cast: Cast, now: datetime, code: str
) -> None:
    with unchanged(), pytest.raises(InvalidInput) as refused:
        policy_draft.start(standard, code=code, **cast.paul.acts(now))
    assert set(refused.value.fields) == {"code"}


@pytest.mark.parametrize("name", ["alice", "bob", "frank", "adam"])
def test_draft_when_begun_by_others_then_refused(
    standard: PolicyVersion, cast: Cast, now: datetime, name: str
) -> None:
    with unchanged(), pytest.raises(Refused, match="manage policies"):
        policy_draft.start(standard, **getattr(cast, name).acts(now))


def test_draft_when_saved_malformed_then_kept_and_not_proposed(
    draft: PolicyDraft, cast: Cast, now: datetime, record: Record
) -> None:
    saved = policy_draft.revise(draft, "code: [\r\n", seen=draft.digest, **cast.paul.acts(now))
    assert saved.document == "code: [\n"
    assert record.one("screening.policy.revised").body["digest"] == saved.digest
    with unchanged(), pytest.raises(InvalidInput):
        policy_draft.propose(saved, seen=saved.digest, **WHY, **cast.paul.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match=r"line \d"):
        simulation.request(saved, **cast.paul.acts(now))


def test_draft_when_the_same_text_is_saved_then_nothing_happens(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    text = draft.document.replace("\n", "\r\n")
    with unchanged():
        policy_draft.revise(draft, text, seen=draft.digest, **cast.paul.acts(now))


def test_draft_when_somebody_saved_meanwhile_then_their_words_stay(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    policy_draft.revise(draft, draft.document + "# by Pia\n", seen=draft.digest, **cast.pia.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match="Pia saved another text"):
        policy_draft.revise(draft, draft.document + "# by Paul\n", seen=draft.digest, **cast.paul.acts(now))


def test_draft_when_the_text_gives_itself_another_number_then_the_draft_follows(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    text = draft.document.replace(f"version: {draft.version}\n", "version: 9\n", 1)
    assert policy_draft.revise(draft, text, seen=draft.digest, **cast.paul.acts(now)).version == 9


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("code: eu-port-standard", "code: twic-two", "twic-two"),
        ("version: 2", "version: 1", "higher version"),
        ("valid_from: ", "valid_from: 2020-01-01 #", "before today"),
    ],
)
def test_draft_when_not_ready_then_not_proposed_and_the_reason_named(
    draft: PolicyDraft, cast: Cast, now: datetime, old: str, new: str, reason: str
) -> None:
    text = draft.document.replace(f"version: {draft.version}\n", "version: 2\n", 1).replace(old, new, 1)
    saved = policy_draft.revise(draft, text, seen=draft.digest, **cast.paul.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match=reason):
        policy_draft.propose(saved, seen=saved.digest, **WHY, **cast.paul.acts(now))


def test_draft_when_changed_after_it_was_read_then_not_proposed(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    policy_draft.revise(draft, draft.document + "# more\n", seen=draft.digest, **cast.pia.acts(now))
    with unchanged(), pytest.raises(Conflict, match="changed meanwhile"):
        policy_draft.propose(draft, seen=draft.digest, **WHY, **cast.paul.acts(now))


def test_draft_when_proposed_then_its_text_is_fixed(proposed: PolicyDraft, cast: Cast, now: datetime) -> None:
    assert (proposed.state, proposed.proposed_by) == ("proposed", cast.paul.user)
    with unchanged(), pytest.raises(Conflict):
        policy_draft.revise(proposed, "other\n", seen=proposed.digest, **cast.pia.acts(now))
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PolicyDraft.objects.filter(pk=proposed.pk).update(document="other\n")


def test_version_when_published_by_a_second_officer_then_in_force_from_its_day(
    proposed: PolicyDraft, port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    version = policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    day = now.date() + timedelta(days=policy_draft.LEAD_DAYS)
    assert policy.in_force(on=day) == version
    assert policy.in_force(on=day - timedelta(days=1)) == proposed.based_on
    assert (version.document, version.digest) == (proposed.document, proposed.digest)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.published) == ("published", version)
    entry = record.one("screening.policy.published")
    assert entry.actor == cast.pia.reference
    assert entry.body["simulation"] == proposed.simulations.get().pk
    waiting = Job.objects.get(kind=LEVELS_JOB)
    assert (waiting.subject, waiting.port) == (f"port:{port.locode}", port.locode)
    assert waiting.due_at.date() <= day


def test_version_when_its_proposer_publishes_then_refused_on_record_and_by_the_database(
    proposed: PolicyDraft, cast: Cast, now: datetime, record: Record
) -> None:
    with pytest.raises(Refused, match="another officer"):
        policy_draft.publish(proposed, **WHY, **cast.paul.acts(now))
    assert record.one("screening.policy.refused").body["reasons"] == ["own_proposal"]
    version = PolicyVersion.objects.first()
    with pytest.raises(IntegrityError, match="policy_draft_two_hands"), transaction.atomic():
        PolicyDraft.objects.filter(pk=proposed.pk).update(
            state="published", published=version, answered_by=cast.paul.user, answered_at=now
        )


def test_version_when_its_exact_text_was_not_simulated_then_not_published(
    draft: PolicyDraft, cast: Cast, now: datetime
) -> None:
    simulation.request(draft, **cast.paul.acts(now))
    changed = policy_draft.revise(
        draft, draft.document + "# more\n", seen=draft.digest, **cast.paul.acts(now)
    )
    proposed = policy_draft.propose(changed, seen=changed.digest, **WHY, **cast.paul.acts(now))
    with unchanged(), pytest.raises(Conflict, match="Simulate"):
        policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    simulation.request(proposed, **cast.pia.acts(now))
    assert policy_draft.publish(proposed, **WHY, **cast.pia.acts(now)).version == proposed.version


def test_version_when_its_day_has_come_and_gone_then_not_published(
    proposed: PolicyDraft, cast: Cast, now: datetime
) -> None:
    late = now + timedelta(days=policy_draft.LEAD_DAYS + 1)
    with unchanged(), pytest.raises(InvalidInput, match="before today"):
        policy_draft.publish(proposed, **WHY, **cast.pia.acts(late))


def test_version_when_its_number_was_published_meanwhile_then_conflict_or_refused(
    proposed: PolicyDraft, standard: PolicyVersion, cast: Cast, now: datetime
) -> None:
    twin = policy_draft.start(standard, **cast.pia.acts(now))
    simulation.request(twin, **cast.pia.acts(now))
    twin = policy_draft.propose(twin, seen=twin.digest, **WHY, **cast.pia.acts(now))
    policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    with unchanged(), pytest.raises(InvalidInput, match="higher version"):
        policy_draft.publish(twin, **WHY, **cast.paul.acts(now))


def test_version_when_published_twice_then_the_second_conflicts(
    proposed: PolicyDraft, cast: Cast, now: datetime
) -> None:
    policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    with unchanged(), pytest.raises(Conflict):
        policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))


def test_version_when_another_port_applies_it_too_then_an_officer_of_both_must_act(
    proposed: PolicyDraft, other_port: Port, cast: Cast, now: datetime, record: Record
) -> None:
    with pytest.raises(Refused, match="officer of all its ports"):
        policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    assert record.one("screening.policy.refused").body["reasons"] == ["policy_of_other_port"]
    both = make_actor("petra", Role.POLICY_OFFICER, other_port, at=now)
    with pytest.raises(Refused):
        policy_draft.publish(proposed, **WHY, **both.acts(now))


def test_draft_when_returned_then_edited_and_proposed_again(
    proposed: PolicyDraft, cast: Cast, now: datetime, record: Record
) -> None:
    returned = policy_draft.return_to_officer(proposed, **WHY, **cast.pia.acts(now))
    assert (returned.state, returned.answer_reason) == ("returned", WHY["reason"])
    assert record.one("screening.policy.returned").actor == cast.pia.reference
    saved = policy_draft.revise(
        returned, returned.document + "# mended\n", seen=returned.digest, **cast.paul.acts(now)
    )
    again = policy_draft.propose(saved, seen=saved.digest, **WHY, **cast.paul.acts(now))
    assert (again.state, again.answered_by, again.answer_reason) == ("proposed", None, "")


def test_draft_when_dropped_then_closed_for_good(
    draft: PolicyDraft, cast: Cast, now: datetime, record: Record
) -> None:
    dropped = policy_draft.drop(draft, **WHY, **cast.pia.acts(now))
    assert record.one("screening.policy.dropped").actor == cast.pia.reference
    with unchanged(), pytest.raises(Conflict):
        policy_draft.propose(dropped, seen=dropped.digest, **WHY, **cast.paul.acts(now))
    with unchanged(), pytest.raises(Conflict):
        simulation.request(dropped, **cast.paul.acts(now))


@pytest.mark.parametrize("step", ["propose", "publish", "return_to_officer", "drop"])
def test_draft_when_a_step_has_no_reason_then_refused_by_field(
    draft: PolicyDraft, cast: Cast, now: datetime, step: str
) -> None:
    given = {"seen": draft.digest} if step == "propose" else {}
    with unchanged(), pytest.raises(InvalidInput) as refused:
        getattr(policy_draft, step)(draft, reason=" ", **given, **cast.pia.acts(now))
    assert set(refused.value.fields) == {"reason"}


def test_files_when_a_number_was_published_here_then_the_shipped_file_gives_way(
    proposed: PolicyDraft,
    cast: Cast,
    now: datetime,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = policy_draft.publish(proposed, **WHY, **cast.pia.acts(now))
    (tmp_path / "later.yaml").write_text(version.document + "# of a later release\n", encoding="utf-8")
    monkeypatch.setattr(policy, "POLICY_DIRECTORY", tmp_path)
    with unchanged():
        assert policy.load_files(actor=MAKER, at=now) == []


@pytest.mark.parametrize(
    "act", ["DELETE FROM screening_policydraft", "UPDATE screening_policydraft SET state = 'published'"]
)
def test_draft_when_raw_sql_walks_around_the_steps_then_the_database_refuses(
    draft: PolicyDraft, act: str
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(act)
