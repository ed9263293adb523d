"""The rules of need-to-know written a second time, as a Cedar policy, and facts as Cedar sees them.

Cedar has no loops, so each list of facts comes in a few numbered places, and what is said of one place is
written out for each. Who is a party of a release chain is worked out before (`test_release_chain`). Times are
minutes from noon, days are ordinals, classes are numbers. A yes or no is compared, and no reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from string import Template
from typing import Any

from access.enums import FieldClass
from access.need_to_know.facts import LookUpFacts, WorkOrderFact
from access.need_to_know.release_chain import current_parties
from tests.access.gate.people import NOON

PLACES = {"order": 2, "shift": 2, "grant": 2, "glass": 2, "handed": 2, "inside": 2}
"""How many of each list a request has at most."""

GROUPS = {
    **dict.fromkeys(("inspection", "control", "scan"), "inspection"),
    **dict.fromkeys(("ticket", "service_ticket"), "ticket"),
    **dict.fromkeys(("claim", "damage", "incident", "dossier"), "dossier"),
    **dict.fromkeys(("audit", "supervision"), "audit"),
    **dict.fromkeys(("emergency", "dangerous_goods"), "emergency"),
    "break_glass": "none",
}
LEAST = {"write": 2, "release": 3, "nominate": 3, "override": 3}

PHRASES = {
    "CRITICAL": "(context.class == 3)",
    "SENSITIVE": "(context.class == 2)",
    "KNOWN": '(context.person != "")',
    "AWAY": "($AWAY_SHIFTS)",
    "ON_DUTY": "(!$AWAY && ($DUTIES))",
    "GRANTED": "($GRANTS)",
    "GLASS": "($KNOWN && context.looks && ($GLASSES))",
    "AUDITED": "(context.looks && ($AUDITS))",
    "PARTY": "($KNOWN && context has party && (!(context has gate_out) || 0 <= context.gate_out + 4320))",
    "PARTY_FULL": "($PARTY && !(context.me.contains(context.party.by) && 0 - context.party.at <= 30))",
}

RUNS = "context has $it && context.names.contains($it_.object) && $it_.begins <= 0 && 0 < $it_.ends"

SLOTS = {
    "AWAY_SHIFTS": ("shift", "context has $it && $it_.begins <= 0 && 0 < $it_.ends && !$it_.works"),
    "DUTIES": ("shift", "context has $it && $it_.works && $it_.begins - 60 <= 0 && 0 <= $it_.ends + 60"),
    "GRANTS": (
        "grant",
        (
            f"{RUNS} && !context.me.contains($it_.by) && $it_.class >= context.class"
            ' && ($it_.purpose == "" || $it_.purpose == context.purpose)'
        ),
    ),
    "GLASSES": (
        "glass",
        f"{RUNS} && $it_.class >= context.class && (!$it_.reviewed || $it_.passed)",
    ),
    "AUDITS": (
        "order",
        (
            'context has $it && $it_.group == "audit" && $it_.person == context.person'
            " && context.wider.contains($it_.object) && $IN_TIME && $it_ has closed"
            ' && $it_.by != "" && !context.me.contains($it_.by)'
        ),
    ),
}

ORDER = {
    "MINE": "($KNOWN && ($it_.person == context.person || context.teams.contains($it_.team)))",
    "IN_TIME": "($it_.opened - 1440 <= 0 && (!($it_ has closed) || 0 <= $it_.closed + 1440)"
    " && !(context.me.contains($it_.by) && $it_.opened > 0))",
    "WEIGHS": "($SENSITIVE || !(context.me.contains($it_.by) && 0 - $it_.opened <= 30))",
}

EACH_ORDER = """
permit (principal, action, resource) when {
  context.class >= 2 && context has $it && $MINE && context.names.contains($it_.object) && $IN_TIME
  && ($it_.group == "plain" && $WEIGHS
      || $it_.group == "inspection" && $it_.person == context.person && $WEIGHS
      || $it_.group == "ticket" && $it_.by != "" && !context.me.contains($it_.by)
      || $it_.group == "dossier" && context.looks && $WEIGHS) };
permit (principal, action, resource) when {
  $SENSITIVE && context has $it && context has call && $it_.object == context.call.ref
  && $it_.group == "plain" && $MINE && $IN_TIME };
permit (principal, action, resource) when {
  $SENSITIVE && context.looks && context has $it && $it_.group == "emergency"
  && context.nearby.contains($it_.object) && $it_.opened <= 0
  && (!($it_ has closed) || 0 <= $it_.closed + 1440) && !context.me.contains($it_.by) && $KNOWN
  && ($ON_DUTY || context.functions.containsAny(["fire", "first_aid", "security", "authority"])) };
forbid (principal, action, resource) when {
  [Action::"release", Action::"override"].contains(action) && context has $it && $MINE
  && context.names.contains($it_.object) && $it_.group == "inspection" };
"""

EACH_SHIFT = """
permit (principal, action, resource) when {
  $SENSITIVE && $KNOWN && context has $it && context has call && context.call.areas.contains($it_.area)
  && $it_.works && $it_.begins - 60 <= 0 && 0 <= $it_.ends + 60 && !$AWAY
  && context.call has begins && context.call has ends
  && context.call.begins - 1440 <= 0 && 0 <= context.call.ends + 1440 };
"""

EACH_HANDED = """
permit (principal, action, resource) when {
  $SENSITIVE && context.looks && $KNOWN && context has $it && context.teams.contains($it_.team)
  && $it_.person != "" && !context.me.contains($it_.person) && 0 - 720 <= $it_.at && $it_.at <= 0 };
"""

GENERAL = """
permit (principal, action, resource) when { context.class <= 1 };
permit (principal, action, resource) when { context.class >= 2 && ($GRANTED || $GLASS || $AUDITED) };
permit (principal, action, resource) when { $PARTY_FULL || $SENSITIVE && $PARTY };

forbid (principal, action, resource) unless { context.live };
forbid (principal, action, resource) when { context.class >= 1 } unless {
  $KNOWN && (context.role || $GLASS) && !context.banned
  && context has clearance && context.clearance.state == "granted" && !context.clearance.escort
  && context.clearance.first <= context.day && context.day <= context.clearance.last
  && context.clearance.level >= 1 && (!$CRITICAL || context.clearance.level >= 2) };

forbid (principal, action, resource) when {
  context.class >= 2 && (context.searched_by == "origin" || context.searched_by == "scan") }
  unless { $GRANTED || $GLASS || $AUDITED };
forbid (principal, action, resource) when {
  (action == Action::"release" || action == Action::"nominate") && context.acts.contains("override")
  || action == Action::"override" && context.acts.containsAny(["release", "nominate"]) };

forbid (principal, action, resource) when { $CRITICAL } unless {
  context.remote || $PARTY_FULL || $GLASS || context.has_badge
  && ($ON_DUTY && ($INSIDE) || !context.roster_kept && ($ANYWHERE)) };

forbid (principal, action, resource) when { $CRITICAL && $LEVEL_3 }
  unless { context.functions.contains("critical_data") || $GLASS };
forbid (principal, action, resource) when {
  $CRITICAL && $LEVEL_3 && (action == Action::"export" || action == Action::"print") };
"""


def policy() -> str:
    """The whole policy, with every phrase written out."""
    duties = [f"context.shift{number}.area" for number in range(PLACES["shift"])]
    read_in = [
        f"context has inside{place} && context.inside{place}.since <= 0"
        f" && 0 <= context.inside{place}.since + 960"
        for place in range(PLACES["inside"])
    ]
    at_place = " || ".join(
        f"({known} && ("
        + " || ".join(
            f"(context has shift{number} && context.shift{number}.works"
            f" && context.shift{number}.begins - 60 <= 0 && 0 <= context.shift{number}.ends + 60"
            f' && ({area} == "" || context.inside{place}.areas.contains({area})))'
            for number, area in enumerate(duties)
        )
        + "))"
        for place, known in enumerate(read_in)
    )
    phrases = {
        **PHRASES,
        "INSIDE": at_place,
        "ANYWHERE": " || ".join(f"({known})" for known in read_in),
        "LEVEL_3": "(context.isps == 3 || context.isps_there == 3)",
        **{name: " || ".join(f"({each})" for each in _each(*slot)) for name, slot in SLOTS.items()},
    }
    lists = {"order": EACH_ORDER, "shift": EACH_SHIFT, "handed": EACH_HANDED}
    parts = [GENERAL, *(each for name, text in lists.items() for each in _each(name, text))]
    return _written_out("\n".join(parts), phrases)


def request(facts: LookUpFacts) -> dict[str, Any]:
    """One request: who, which act, which object; everything else is context."""
    resource = facts.resource
    said: dict[str, Any] = {
        "person": facts.requester.person or "",
        "teams": sorted(facts.requester.teams),
        "functions": sorted(facts.requester.functions),
        "live": facts.account_live,
        "role": facts.role_allows,
        "banned": facts.banned,
        "me": [facts.requester.account, facts.requester.person or ""],
        "class": max(facts.field_class.rank, LEAST.get(facts.action.value, 0)),
        "looks": facts.action.value not in LEAST,
        "day": facts.at.date().toordinal(),
        "purpose": facts.claimed_purpose,
        "searched_by": facts.searched_by,
        "acts": sorted({act.action.value for act in facts.acts}),
        "isps": int(facts.isps_level),
        "isps_there": int(resource.isps_level) if resource else 1,
        "remote": facts.remote,
        "has_badge": facts.has_badge,
        "roster_kept": facts.roster_kept,
        **_names(facts),
        **_call(facts),
        **_party(facts),
        **_clearance(facts),
    }
    for name, rows in _lists(facts).items():
        if len(rows) > PLACES[name]:
            raise ValueError(f"a request has at most {PLACES[name]} of {name}")
        said |= {f"{name}{place}": row for place, row in enumerate(rows)}
    return {
        "principal": 'Account::"somebody"',
        "action": f'Action::"{facts.action.value}"',
        "resource": 'Object::"something"',
        "context": said,
    }


def _each(name: str, text: str) -> Iterable[str]:
    """The text once for each place of a list: `$it` is its name, `$it_` the fact itself."""
    written = Template(text).safe_substitute(ORDER) if name == "order" else text
    written = Template(written).safe_substitute(ORDER) if name == "order" else written
    for place in range(PLACES[name]):
        here = f"{name}{place}"
        yield Template(written).safe_substitute(it=here, it_=f"context.{here}")


def _written_out(text: str, phrases: dict[str, str]) -> str:
    for _ in range(8):  # phrases are made of phrases
        text = Template(text).safe_substitute(phrases)
    if "$" in text:
        raise ValueError("a phrase has no meaning")
    return text


def _names(facts: LookUpFacts) -> dict[str, Any]:
    resource = facts.resource
    own = {facts.object} | ({resource.bill_of_lading} if resource else set())
    call = resource.vessel_call.ref if resource and resource.vessel_call else ""
    around = {call, resource.terminal} if resource else set()
    block = {resource.block} if resource else set()
    return {"names": sorted(own), "wider": sorted(own | around), "nearby": sorted(own | block)}


def _call(facts: LookUpFacts) -> dict[str, Any]:
    call = facts.resource.vessel_call if facts.resource else None
    if call is None:
        return {}
    found: dict[str, Any] = {"ref": call.ref, "areas": sorted(call.handled_from)}
    ends = {"begins": call.starts_at, "ends": call.ends_at}
    return {"call": found | {name: minutes(at) for name, at in ends.items() if at is not None}}


def _party(facts: LookUpFacts) -> dict[str, Any]:
    hop = current_parties(facts).get(facts.requester.organisation)
    found: dict[str, Any] = {} if hop is None else {"party": {"by": hop.person, "at": minutes(hop.at)}}
    left_at = facts.resource.gate_out_at if facts.resource else None
    return found | ({} if left_at is None else {"gate_out": minutes(left_at)})


def _clearance(facts: LookUpFacts) -> dict[str, Any]:
    held = facts.clearance
    if held is None:
        return {}
    return {
        "clearance": {
            "state": held.state,
            "level": held.level_rank,
            "first": held.valid_from.toordinal(),
            "last": held.valid_until.toordinal(),
            "escort": held.escort_only,
        }
    }


def _lists(facts: LookUpFacts) -> dict[str, Sequence[dict[str, Any]]]:
    return {
        "order": [_order(one) for one in facts.work_orders],
        "shift": [
            {
                "works": one.kind.value in ("shift", "on_call"),
                "begins": minutes(one.starts_at),
                "ends": minutes(one.ends_at),
                "area": one.area,
            }
            for one in facts.shifts
        ],
        "grant": [
            _leave(one.object, one.field_class, one.valid_from, one.valid_until)
            | {"purpose": one.purpose, "by": one.granted_by}
            for one in facts.grants
        ],
        "glass": [
            _leave(one.object, one.field_class, one.begun_at, one.ends_at)
            | {"reviewed": one.reviewed, "passed": one.passed}
            for one in facts.break_glasses
        ],
        "handed": [
            {"person": one.person, "team": one.team, "at": minutes(one.at)} for one in facts.hand_overs
        ],
        "inside": [{"areas": sorted(one.areas), "since": minutes(one.since)} for one in facts.inside],
    }


def _order(one: WorkOrderFact) -> dict[str, Any]:
    closed = {} if one.closed_at is None else {"closed": minutes(one.closed_at)}
    return {
        "group": GROUPS.get(one.kind, "plain"),
        "person": one.person,
        "team": one.team,
        "object": one.object,
        "opened": minutes(one.opened_at),
        "by": one.opened_by,
        **closed,
    }


def _leave(thing: str, field_class: FieldClass, since: datetime, until: datetime) -> dict[str, Any]:
    return {"object": thing, "class": field_class.rank, "begins": minutes(since), "ends": minutes(until)}


def minutes(at: datetime) -> int:
    """From noon, which is when each request is made."""
    return int((at - NOON).total_seconds() // 60)
