"""The answer of an audit as data: the same for the page's files and for the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from access.hindsight.could_see import Stretch
from access.selectors.visible_between import NOT_RECONSTRUCTED, Audit, CouldSee, Did
from accounts.roles import Capability
from portsec.kernel.scope import Scope

CSV_COLUMNS: Final = (
    *("part", "person", "name", "organisation", "account", "field_class", "from", "until"),
    *("action", "result", "explanation", "source", "sentence", "reasons", "on_record_now", "receipt"),
)


def may_see_names(audit: Audit, *, scope: Scope) -> bool:
    """Whether the caller knows the port's people by name; to others they are references."""
    return scope.holds(Capability.VIEW_PEOPLE.value, audit.port.pk)


def as_data(audit: Audit, *, scope: Scope) -> dict[str, Any]:
    """The answer for machines."""
    names = may_see_names(audit, scope=scope)
    return {
        "port": audit.port.locode,
        "container": audit.container,
        "since": audit.since,
        "until": audit.until,
        "complete": audit.is_complete,
        "left_out": {"people": audit.left_out, "look_ups": audit.events_left_out},
        "could_see": [_person(one, names=names) for one in audit.could],
        "did": [_look_up(one, names=names) for one in audit.did],
        "not_reconstructed": list(NOT_RECONSTRUCTED),
    }


def as_rows(audit: Audit, *, scope: Scope) -> Iterator[tuple[Any, ...]]:
    """The same as one table: a line for each stretch, then one for each look-up."""
    names = may_see_names(audit, scope=scope)
    for one in audit.could:
        person = _named(one.person, names=names)
        employer = one.person.organisation.code if one.person.organisation else ""
        for part in one.stretches:
            yield (
                *(
                    "could see",
                    *person,
                    employer,
                    part.account,
                    part.field_class.value,
                    part.since,
                    part.until,
                ),
                *("", "", part.code, part.source, part.sentence, "", "", ""),
            )
    for look_up in audit.did:
        event = look_up.event
        yield (
            *("did", event.person_ref, event.person.full_name if names and event.person else "", ""),
            *(event.account, event.field_class, event.at, "", event.action, event.result),
            *(event.explanation, event.explanation_ref),
            *(look_up.ground.sentence if look_up.ground else "", " ".join(event.reasons)),
            *("" if look_up.foreseen is None else look_up.foreseen, event.receipt),
        )


def _person(one: CouldSee, *, names: bool) -> dict[str, Any]:
    person, name = _named(one.person, names=names)
    return {
        "person": person,
        **({"name": name} if names else {}),
        "organisation": one.person.organisation.code if one.person.organisation else "",
        "stretches": [_stretch(part) for part in one.stretches],
    }


def _stretch(part: Stretch) -> dict[str, Any]:
    return {
        "since": part.since,
        "until": part.until,
        "field_class": part.field_class.value,
        "account": part.account,
        "explanation": _ground(part),
    }


def _ground(part: Stretch) -> dict[str, str]:
    return {"code": part.code, "source": part.source, "sentence": part.sentence}


def _look_up(one: Did, *, names: bool) -> dict[str, Any]:
    event = one.event
    return {
        "event": event.id,
        "at": event.at,
        "account": event.account,
        "person": event.person_ref,
        **({"name": event.person.full_name if event.person else ""} if names else {}),
        "action": event.action,
        "field_class": event.field_class,
        "result": event.result,
        "reasons": event.reasons,
        "explanation": {"code": event.explanation, "source": event.explanation_ref},
        "purpose": event.purpose,
        "work_ref": event.work_ref,
        "system": event.system,
        "explained_by_what_is_on_record": one.foreseen,
        "ground_on_record": _ground(one.ground) if one.ground else None,
        "receipt": event.receipt,
    }


def _named(person: Any, *, names: bool) -> tuple[str, str]:
    return person.log_ref, person.full_name if names else ""
