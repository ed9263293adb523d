"""The narrow statement: a look-up of sensitive fields of one container, by a grant to the account.

It reads what such a look-up is judged on where a grant that runs names the container, and nothing else:
account, role, person, ban, clearance, stay and grants. So it says less than the whole statement and takes a
fraction of the time. A yes on these facts is a yes on the whole, because what is left out could only explain
the look-up as well; a no says nothing, and the whole statement is asked.

It leaves alone whatever else counts: critical fields (place, level of security), acts that stay in different
hands, and attributes. Nor does it count a grant without a purpose: whoever states the purpose of a grant
rests on it, but one that fits every look-up would hide the work behind them, and reviews go by whether a
grant is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from access.enums import FieldClass
from access.gate.clearance import ClearanceFacts
from access.gate_facts.holder import BANNED, HELD, HELD_STATE, LEVEL_RANKS
from access.look_up_facts import requester
from access.look_up_facts.asked import ACCOUNT, CONTAINER, Asked, without_nul
from access.look_up_facts.loaded import Keys, Loaded
from access.need_to_know.facts import GrantFact, LookUpFacts, RequesterFacts, ResourceFacts
from access.need_to_know.segregation import APART

Columns = Sequence[Any]

_ONE: Final = """(VALUES (0, %(port)s::bigint, %(at)s::timestamptz, %(day)s::date, %(subject)s::text,
  %(object)s::text, %(field_class)s::text)) AS asked(place, port, at, day, subject, object, field_class)"""
_MANY: Final = """unnest(%(places)s::int[], %(port)s::bigint[], %(at)s::timestamptz[], %(day)s::date[],
  %(subject)s::text[], %(object)s::text[], %(field_class)s::text[])
  AS asked(place, port, at, day, subject, object, field_class)"""

_REF: Final = "COALESCE(NULLIF(person.external_ref, ''), person.ref)"
_STAY: Final = """
  SELECT stay.id, stay.bill_of_lading FROM access_cargovisit stay
  WHERE stay.port_id = asked.port AND stay.container = asked.object
  ORDER BY stay.discharged_at DESC LIMIT 1"""  # no two stays of a container begin at once
_TEXT: Final = f"""
SELECT asked.place, account.id, {requester.MAY}, person.id, {_REF}, {requester.LIVE},
       {BANNED.format(person="person.id")},
       held.state, held.level, held.valid_from, held.valid_until, held.escort_only,
       stay.id, stay.bill_of_lading,
       given.id, given.object_ref, given.field_class, given.purpose, given.valid_from, given.valid_until,
       given.granted_by, given.case_ref
FROM {{asked}}
LEFT JOIN LATERAL ({_STAY}
) stay ON true
CROSS JOIN LATERAL (
  SELECT given.* FROM access_grant given
  WHERE given.port_id = asked.port AND given.account = asked.subject
    AND given.object_ref IN (asked.object, NULLIF(stay.bill_of_lading, ''))
    AND given.valid_from <= asked.at AND given.valid_until > asked.at
    AND given.field_class >= asked.field_class AND given.purpose <> ''
  OFFSET 0  -- looked up pair by pair: an account has many grants, and an object has few
) given
CROSS JOIN LATERAL (
  SELECT account.* FROM accounts_user account
  WHERE account.username = asked.subject AND account.is_active OFFSET 0
) account
CROSS JOIN LATERAL {requester.PERSON.format(name="account.person_ref")} person
LEFT JOIN LATERAL (
  SELECT {HELD_STATE} AS state, held.level, held.valid_from, held.valid_until,
         held.escort_only{HELD.format(person="person.id")}
) held ON true
ORDER BY asked.place
"""  # noqa: S608  text of our own; what is asked comes as parameters

QUERY: Final = _TEXT.format(asked=_ONE)
QUERY_MANY: Final = _TEXT.format(asked=_MANY)


def fits(asked: Asked) -> bool:
    """Whether a grant alone may answer this look-up."""
    return (
        asked.protection is FieldClass.S2
        and asked.subject_type == ACCOUNT
        and asked.object_type == CONTAINER
        and asked.action not in APART
        and asked.object != ""
    )


def parameters(asked: Asked) -> dict[str, Any]:
    """What the statement for one look-up takes."""
    return {
        "port": asked.port,
        "at": asked.at,
        "day": asked.local.date(),
        "subject": without_nul(asked.subject),
        "object": without_nul(asked.object),
        "field_class": FieldClass.S2.value,
    }


def parameters_many(asked: Iterable[tuple[int, Asked]]) -> dict[str, list[Any]]:
    """What the statement for several takes: look-ups with their places, which the rows name."""
    each = [{"places": place, **parameters(one)} for place, one in asked]
    return {name: [one[name] for one in each] for name in each[0]} if each else {}


def loaded(rows: Sequence[Columns], asked: Asked) -> Loaded:
    """The facts of one look-up from its rows, one for each grant, at least one."""
    _, account, may, person, ref, live, banned, *rest = rows[0]
    stay, lading = rest[5:7]
    facts = LookUpFacts(
        at=asked.local,
        account_live=live,
        requester=RequesterFacts(account=asked.subject, person=ref),
        clearance=_clearance(*rest[:5]),
        action=asked.action,
        field_class=asked.field_class,
        object=asked.object,
        resource=None if stay is None else ResourceFacts(asked.object, bill_of_lading=lading),
        role_allows=may,
        grants=tuple(_grant(*row[14:]) for row in rows),
        claimed_purpose=asked.purpose,
        claimed_work_ref=asked.work_ref,
        banned=banned,
    )
    return Loaded(facts, Keys(account=account, person=person, person_ref=ref, visit=stay))


def _clearance(
    state: str | None, level: str, since: date, until: date, escort_only: bool
) -> ClearanceFacts | None:
    return None if state is None else ClearanceFacts(state, LEVEL_RANKS[level], since, until, escort_only)


def _grant(
    number: int,
    thing: str,
    field_class: str,
    purpose: str,
    since: datetime,
    until: datetime,
    by: str,
    case_ref: str,
) -> GrantFact:
    return GrantFact(
        object=thing,
        field_class=FieldClass(field_class),
        purpose=purpose,
        valid_from=since,
        valid_until=until,
        granted_by=by.removeprefix("user:"),
        ref=f"G-{number}",
        case_ref=case_ref,
    )


def place_of(row: Columns) -> int:
    """Which of several look-ups a row is for."""
    return int(row[0])
