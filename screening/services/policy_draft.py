"""Takes a new policy version from its first word to its second signature."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict
from screening.drafting.text import begun_from, is_possible_code, is_ready, tidied
from screening.models import PolicyDraft, PolicyVersion
from screening.permissions import may_draft_policies, may_publish, may_rule
from screening.selectors.policy import ports_applying
from screening.selectors.policy_draft import finished_simulation, newest_version
from screening.services import policy
from screening.services import post as posts
from screening.suitability.policy import Policy
from screening.transitions import POLICY_DRAFT, PolicyDraftEvent

LEAD_DAYS = 14  # from today to the valid_from of a new draft: time to simulate, propose and tell people


@transaction.atomic
def start(based_on: PolicyVersion, *, actor: User, scope: Scope, at: datetime, code: str = "") -> PolicyDraft:
    """Begin a draft from a version: of the same policy, or of a new one with another code.

    Refuses when: the actor keeps no policies (Refused); the new code is no possible one (InvalidInput).
    Records: screening.policy.drafted.
    """
    require(may_draft_policies(scope))
    code = code.strip() or based_on.code
    if not is_possible_code(code):
        problem = "Use lower-case letters, digits and hyphens, 40 at most, and not 'drafts' or 'ports'."
        raise InvalidInput(problem, fields={"code": problem})
    version = newest_version(code) + 1
    begins = timezone.localdate(at) + timedelta(days=LEAD_DAYS)
    text = begun_from(based_on.document, code=code, version=version, valid_from=begins)
    draft = PolicyDraft.objects.create(
        code=code,
        version=version,
        based_on=based_on,
        document=text,
        digest=policy.digest_of(text),
        made_by=actor,
        made_at=at,
        changed_by=actor,
        changed_at=at,
    )
    _record(draft, "drafted", actor=actor, at=at, based_on=f"{based_on.code} {based_on.version}")
    return draft


@transaction.atomic
def revise(
    draft: PolicyDraft, text: str, *, seen: str, actor: User, scope: Scope, at: datetime
) -> PolicyDraft:
    """Keep another text, which may be malformed. `seen` is the digest of the text that the officer edited.

    Refuses when: the actor keeps no policies (Refused); the text is empty or too long, or somebody saved
    another one meanwhile (InvalidInput, so that no words are lost); it is proposed or closed (Conflict).
    Records: screening.policy.revised. Safe to repeat because: the same text changes nothing.
    """
    require(may_draft_policies(scope))
    text = tidied(text)
    held = _locked(draft)
    digest = policy.digest_of(text)
    if digest == held.digest:
        return held
    state = next_state(POLICY_DRAFT, held.state_word, PolicyDraftEvent.REVISE)
    if held.digest != seen:
        problem = f"{held.changed_by} saved another text meanwhile. Compare before you save again."
        raise InvalidInput(problem, fields={"document": problem})
    held.document, held.digest, held.state = text, digest, state.value
    held.version = _version_in(held) or held.version
    held.changed_by, held.changed_at = actor, at
    held.save()
    _record(held, "revised", actor=actor, at=at, digest=digest)
    return held


def propose(
    draft: PolicyDraft, *, reason: str, seen: str, actor: User, scope: Scope, at: datetime
) -> PolicyDraft:
    """Propose the text with the digest `seen` for publication.

    Refuses when: the actor does not keep policies at every port that applies it (Refused, and recorded);
    the reason is empty or the text not ready (InvalidInput); it was changed meanwhile or is proposed or
    closed already (Conflict).
    Records: screening.policy.proposed.
    """
    _judge(may_rule(scope, port_ids=_port_ids(draft, at)), draft, "Proposing", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        held = _locked(draft)
        if held.digest != seen:
            raise Conflict("The text was changed meanwhile; read it again before you propose it.")
        _ready(held, at)
        _take(held, PolicyDraftEvent.PROPOSE)
        held.proposed_by, held.proposed_at, held.proposal_reason = actor, at, text
        held.answered_by, held.answered_at, held.answer_reason = None, None, ""
        held.save()
        _record(held, "proposed", actor=actor, at=at, digest=held.digest, reason=text)
    return held


def publish(draft: PolicyDraft, *, reason: str, actor: User, scope: Scope, at: datetime) -> PolicyVersion:
    """Bring a proposed text into force from its valid-from date.

    Refuses when: the actor proposed it or does not keep policies at every port that applies it (Refused,
    and recorded); the reason is empty, or the text not ready any more (InvalidInput); it was never
    simulated as it stands, was answered meanwhile, or its number is taken (Conflict).
    Records: screening.policy.published. Wakes: the jobs that bring the levels of posts into step.
    """
    verdict = may_publish(actor, scope, draft, port_ids=_port_ids(draft, at))
    _judge(verdict, draft, "Publishing", actor=actor, at=at)
    text = _reason(reason)
    with transaction.atomic():
        held = _locked(draft)
        _take(held, PolicyDraftEvent.PUBLISH)
        rules = _ready(held, at)
        simulation = finished_simulation(held)
        if simulation is None:
            raise Conflict("Simulate this exact text first, and look at who would be touched.")
        version = policy.keep(held.document, rules, at=at)
        _answered(held, text, actor=actor, at=at, published=version)
        _record(
            held,
            "published",
            actor=actor,
            at=at,
            digest=held.digest,
            valid_from=rules.valid_from,
            simulation=simulation.pk,
            reason=text,
        )
        for port in ports_applying(held.code, on=rules.valid_from):
            slot = f"{held.code} {version.version}"
            posts.ask_for_levels(port, on=rules.valid_from, slot=slot, actor=actor.reference, at=at)
    return version


def return_to_officer(
    draft: PolicyDraft, *, reason: str, actor: User, scope: Scope, at: datetime
) -> PolicyDraft:
    """Send a proposed text back with the reason; its proposer may take it back so.

    Refuses when: the actor keeps no policies (Refused); the reason is empty (InvalidInput); it is not
    proposed any more (Conflict). Records: screening.policy.returned.
    """
    return _close(draft, PolicyDraftEvent.RETURN, "returned", reason, actor=actor, scope=scope, at=at)


def drop(draft: PolicyDraft, *, reason: str, actor: User, scope: Scope, at: datetime) -> PolicyDraft:
    """Give a draft up; its text stays readable.

    Refuses as `return_to_officer` does, and while it is proposed. Records: screening.policy.dropped.
    """
    return _close(draft, PolicyDraftEvent.DROP, "dropped", reason, actor=actor, scope=scope, at=at)


def readiness(draft: PolicyDraft, *, at: datetime) -> Verdict:
    """Whether a draft's text could be proposed now. Raises InvalidInput where it cannot be read."""
    rules = policy.read(draft.document, name=draft.name)
    newest = newest_version(draft.code)
    return is_ready(rules, code=draft.code, newest=newest, today=timezone.localdate(at))


def _close(
    draft: PolicyDraft,
    event: PolicyDraftEvent,
    verb: str,
    reason: str,
    *,
    actor: User,
    scope: Scope,
    at: datetime,
) -> PolicyDraft:
    require(may_draft_policies(scope))
    text = _reason(reason)
    with transaction.atomic():
        held = _locked(draft)
        _take(held, event)
        _answered(held, text, actor=actor, at=at)
        _record(held, verb, actor=actor, at=at, reason=text)
    return held


def _locked(draft: PolicyDraft) -> PolicyDraft:
    """The draft as it stands now, held until the transaction ends: texts and answers come one by one.

    No join: PostgreSQL reads the locked row again but not what was joined to it, so a draft that somebody
    else changed meanwhile would be missed.
    """
    return PolicyDraft.objects.select_for_update().get(pk=draft.pk)


def _take(held: PolicyDraft, event: PolicyDraftEvent) -> None:
    held.state = next_state(POLICY_DRAFT, held.state_word, event).value


def _answered(
    held: PolicyDraft, reason: str, *, actor: User, at: datetime, published: PolicyVersion | None = None
) -> None:
    held.answered_by, held.answered_at, held.answer_reason = actor, at, reason
    held.published = published
    held.save()


def _ready(held: PolicyDraft, at: datetime) -> Policy:
    verdict = readiness(held, at=at)
    if not verdict.allowed:
        raise InvalidInput(verdict.sentence, fields={"document": verdict.sentence})
    return policy.read(held.document, name=held.name)


def _version_in(held: PolicyDraft) -> int | None:
    """The number that a readable text gives itself."""
    try:
        return policy.read(held.document, name=held.name).version
    except InvalidInput:
        return None


def _port_ids(draft: PolicyDraft, at: datetime) -> list[int]:
    return [port.pk for port in ports_applying(draft.code, on=timezone.localdate(at))]


def _judge(verdict: Verdict, draft: PolicyDraft, deed: str, *, actor: User, at: datetime) -> None:
    """A refused signature is an event: it stays on record although nothing else happens."""
    if verdict.allowed:
        return
    with transaction.atomic():
        record.append(
            "screening.policy.refused",
            actor=actor.reference,
            at=at,
            subject=draft.reference,
            step=deed,
            reasons=list(verdict.codes),
        )
    raise Refused(verdict)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _record(draft: PolicyDraft, verb: str, *, actor: User, at: datetime, **body: object) -> None:
    record.append(
        f"screening.policy.{verb}",
        actor=actor.reference,
        at=at,
        subject=draft.reference,
        port="",  # policies belong to no port
        draft=draft.pk,
        version=draft.version,
        **body,
    )
