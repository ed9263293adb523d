"""Takes requests for access and answers them. The one writer of requests and their approvals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from access.asking.desks import ANSWERED_WITHIN, ASKABLE, NEEDS_CASE, place_for
from access.asking.duties import duty_conflicts, no_duty_conflict
from access.asking.ring import is_no_ring
from access.asking.transitions import ACCESS_REQUEST_TRANSITIONS
from access.asking.words import AccessRequestEvent, Desk
from access.enums import FieldClass
from access.granting import terms
from access.granting.terms import Asked
from access.models import AccessApproval, AccessRequest, Grant
from access.permissions.grant import may_answer_request, may_ask_for_access
from access.selectors.access_request import approvals_before, asker_facts, lapsed_requests
from access.selectors.hand import hand_of, hands_of, served_desks
from access.services import grant as grants
from access.services import shrink
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, NotFound, Refused, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state
from portsec.kernel.verdict import Verdict, all_of, allow, deny

CLOCK = "system:clock"
LONGEST_TEXT = 200  # characters of a purpose, as a grant keeps them


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks to read, why, and until when."""

    object_ref: str
    field_class: FieldClass
    purpose: str
    wanted_until: datetime
    case_ref: str = ""
    object_type: str = "container"


def ask(port: Port, wanted: Wanted, *, actor: User, scope: Scope, at: datetime) -> AccessRequest:
    """Ask for access for oneself. What speaks against it is told at once, and stops whoever would approve.

    Whether the object exists is not looked up: who guesses numbers learns nothing here. What a trial took
    from the asker comes back at once, and the request is granted with it.
    Refuses when: the account is not of this port (Refused); the purpose, the case that the class asks for or
    a fitting end is missing (InvalidInput, by field); the same is asked already (Conflict).
    Records: access.access_request.asked, and access.shrink.line_given_back where a trial ends for it.
    """
    require(may_ask_for_access(actor, scope, port.pk))
    _check(wanted, actor, at)
    facts = asker_facts(port, actor, object_ref=wanted.object_ref, field_class=wanted.field_class)
    request = AccessRequest(
        port=port,
        account=actor.username,
        object_type=wanted.object_type,
        object_ref=wanted.object_ref.strip(),
        field_class=wanted.field_class.value,
        purpose=wanted.purpose.strip()[:LONGEST_TEXT],
        case_ref=wanted.case_ref.strip(),
        wanted_until=wanted.wanted_until,
        conflicts=[reason.code for reason in duty_conflicts(facts)],
        asked_at=at,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
            _record_asked(request, actor, at)
            back = shrink.give_back_to_asker(request, at=at)
            if back is not None:
                answer = "A trial without this access has ended, because it is needed."
                _close(request, AccessRequestEvent.GIVE_BACK, by=CLOCK, at=at, grant=back, answer=answer)
                _record_granted(request, "shrinker", back, by=CLOCK, at=at)
    except IntegrityError:
        raise Conflict("You have asked for this already; it waits for its answer.") from None
    return request


def approve(
    request: AccessRequest, *, remark: str = "", actor: User, scope: Scope, at: datetime
) -> AccessRequest:
    """Say yes, as one of the hands that the field class asks for; the last one gives the grant.

    Refuses when: the actor serves no desk that is left, asked for it or has said yes already, a duty rule
    speaks against it, or it would close a ring of approvals (Refused, and recorded); it was answered
    meanwhile, or a grant gives all of it already (Conflict); it cannot be given as asked (InvalidInput).
    Records: access.access_request.half_approved or .granted, with what the grant records; .not_approved.
    """
    with transaction.atomic():
        request = _held(request)
        next_state(ACCESS_REQUEST_TRANSITIONS, request.state_word, AccessRequestEvent.APPROVE)
        place, completes, verdict = _judged(request, actor, scope, at)
        if verdict.allowed and place is not None:
            return _approved(request, place, completes, remark.strip(), actor=actor, at=at)
        _record(request, "not_approved", by=actor.reference, at=at, reasons=list(verdict.codes))
    raise Refused(verdict)


@transaction.atomic
def refuse(request: AccessRequest, *, reason: str, actor: User, scope: Scope, at: datetime) -> AccessRequest:
    """Say no, with the reason that the asker will read. One hand is enough for a no.

    Refuses when: the actor serves no desk of it or asked for it (Refused); no reason is given (InvalidInput);
    it was answered meanwhile (Conflict). Records: access.access_request.refused.
    """
    request = _held(request)
    require(may_answer_request(actor, scope, request))
    if not reason.strip():
        raise InvalidInput("Give a reason.", fields={"reason": "Give a reason."})
    _close(request, AccessRequestEvent.REFUSE, by=actor.reference, at=at, answer=reason.strip())
    _record(request, "refused", by=actor.reference, at=at, reason=reason.strip())
    return request


@transaction.atomic
def withdraw(request: AccessRequest, *, actor: User, scope: Scope, at: datetime) -> AccessRequest:
    """Take back what one asked for.

    Refuses when: somebody else asked (NotFound, as if it were not there); it was answered meanwhile
    (Conflict). Records: access.access_request.withdrawn.
    """
    request = _held(request)
    if hand_of(actor) != hands_of([request.account])[request.account]:
        raise NotFound("request")
    _close(request, AccessRequestEvent.WITHDRAW, by=actor.reference, at=at)
    _record(request, "withdrawn", by=actor.reference, at=at)
    return request


@transaction.atomic
def lapse_due(port: Port, *, at: datetime) -> int:
    """Close what nobody answered in time; how many. A lapsed request gave nothing, so nothing is taken.

    Records: access.access_request.lapsed. Safe to repeat because: what is closed is not found again.
    """
    due = lapsed_requests(port, asked_before=at - ANSWERED_WITHIN, at=at).select_related("port")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for request in rows:
        _close(request, AccessRequestEvent.LAPSE, by=CLOCK, at=at)
        _record(request, "lapsed", by=CLOCK, at=at)
    return len(rows)


def answerable(request: AccessRequest, actor: User, scope: Scope, at: datetime) -> Verdict:
    """What `approve` would say to this actor now, for the page that offers it."""
    return _judged(request, actor, scope, at)[2]


def _judged(
    request: AccessRequest, actor: User, scope: Scope, at: datetime
) -> tuple[Desk | None, bool, Verdict]:
    """The place that the actor would fill, whether that completes the request, and what speaks against."""
    said_yes = list(request.approvals.all())
    given = [approval.desk_word for approval in said_yes]
    place, completes = place_for(request.field_class_word, given, served_desks(scope, request.port_id))
    hands = hands_of(approval.by.removeprefix("user:") for approval in said_yes)
    asker = User.objects.filter(username=request.account).first()
    against = [
        may_answer_request(actor, scope, request),
        deny("no_desk_left", "What is missing is another desk's answer.") if place is None else allow(),
        deny("own_hand", "You said yes already; the second hand is somebody else's.")
        if hand_of(actor) in hands.values()
        else allow(),
        is_no_ring(
            hand_of(actor),
            hands_of([request.account])[request.account],
            approvals_before(request.port, at=at),
            at=at,
        ),
        no_duty_conflict(
            asker_facts(
                request.port,
                asker,
                object_ref=request.object_ref,
                field_class=request.field_class_word,
            )
        )
        if asker
        else deny("account_gone", "The account that asked is gone."),
    ]
    return place, completes, all_of(*against)


def _approved(
    request: AccessRequest, place: Desk, completes: bool, remark: str, *, actor: User, at: datetime
) -> AccessRequest:
    AccessApproval.objects.create(request=request, desk=place.value, by=actor.reference, at=at, remark=remark)
    if not completes:
        _move(request, AccessRequestEvent.APPROVE_FIRST)
        _record(request, "half_approved", by=actor.reference, at=at, desk=place.label)
        return request
    given = grants.keep(request.port, _as_grant(request, at), by=actor.reference, at=at)
    _close(request, AccessRequestEvent.APPROVE, by=actor.reference, at=at, grant=given, answer=remark)
    _record_granted(request, place.label, given, by=actor.reference, at=at)
    return request


def _as_grant(request: AccessRequest, at: datetime) -> Asked:
    return Asked(
        account=request.account,
        object_type=request.object_type,
        object_ref=request.object_ref,
        field_class=request.field_class_word,
        purpose=request.purpose,
        valid_from=at,
        valid_until=request.wanted_until,
        case_ref=request.case_ref,
    )


def _held(request: AccessRequest) -> AccessRequest:
    """The row as it is now, kept until the end of the transaction; then approvals at this port, one by one.

    Two people who approve each other at the same moment would otherwise both see no ring.
    """
    held = AccessRequest.objects.select_for_update(of=("self",)).select_related("port").get(pk=request.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"approvals:{held.port_id}"])
    return held


def _check(wanted: Wanted, actor: User, at: datetime) -> None:
    """By the fields of the form; a grant's own terms hold for what is asked."""
    wrong: dict[str, str] = {}
    if wanted.field_class not in ASKABLE:
        wrong["field_class"] = "Public data need no request."
    else:
        asked = Asked(
            account=actor.username,
            object_type=wanted.object_type,
            object_ref=wanted.object_ref,
            field_class=wanted.field_class,
            purpose=wanted.purpose,
            valid_from=at,
            valid_until=wanted.wanted_until,
            case_ref=wanted.case_ref,
        )
        found = terms.problems(asked, at=at)
        wrong = {{"valid_until": "wanted_until"}.get(name, name): said for name, said in found.items()}
    if wanted.field_class in NEEDS_CASE and not wanted.case_ref.strip():
        wrong["case_ref"] = "Name the order, dossier or ticket that this serves."
    if wrong:
        raise InvalidInput(" ".join(wrong.values()), fields=wrong)


def _move(request: AccessRequest, event: AccessRequestEvent, **also: Any) -> None:
    old = request.state_word
    new = next_state(ACCESS_REQUEST_TRANSITIONS, old, event)
    moved = AccessRequest.objects.filter(pk=request.pk, state=old.value).update(state=new.value, **also)
    if moved != 1:
        raise Conflict("This request was answered meanwhile; look again.")
    request.refresh_from_db()


def _close(
    request: AccessRequest,
    event: AccessRequestEvent,
    *,
    by: str,
    at: datetime,
    grant: Grant | None = None,
    answer: str = "",
) -> None:
    _move(request, event, closed_at=at, closed_by=by, grant=grant, answer=answer)


def _record_asked(request: AccessRequest, actor: User, at: datetime) -> None:
    _record(
        request,
        "asked",
        by=actor.reference,
        at=at,
        object=request.object_ref,
        field_class=request.field_class,
        case_ref=request.case_ref,
        wanted_until=request.wanted_until,
        conflicts=request.conflicts,
        purpose=request.purpose,
    )


def _record_granted(request: AccessRequest, desk: str, grant: Grant, *, by: str, at: datetime) -> None:
    _record(request, "granted", by=by, at=at, desk=desk, grant=grant.reference, valid_until=grant.valid_until)


def _record(request: AccessRequest, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.access_request.{verb}",
        actor=by,
        at=at,
        subject=f"user:{request.account}",
        port=request.port.locode,
        request=request.reference,
        **body,
    )
