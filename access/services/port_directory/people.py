"""Organisations, people and posts."""

from __future__ import annotations

from typing import Any

from access.port_directory.records import OrganisationRow, PersonRow, PostRow
from access.port_directory.sheet import Line
from access.services.port_directory.delivery import Delivery
from access.services.port_directory.known import people_by_ref
from accounts.models import Organisation
from accounts.models.organisation import OrganisationKind
from accounts.services import organisation
from portsec.kernel.errors import Unavailable
from screening.enums import PersonCategory
from screening.matching import countries
from screening.models import Person
from screening.services import person, policy, post

KINDS = {kind.value for kind in OrganisationKind}
CATEGORIES = {category.value for category in PersonCategory}
UNNAMED = "has no family name, so the person cannot be compared with watchlists"


def keep_organisations(delivery: Delivery[OrganisationRow]) -> None:
    """A kind that is not in our vocabulary becomes `other`."""
    rows = []
    for line in delivery.lines:
        row, kind = line.row, line.row.kind.lower()
        if kind and kind not in KINDS:
            delivery.report.remark(
                f"kind '{row.kind}' is kept as {OrganisationKind.OTHER.value}", line.number
            )
            kind = OrganisationKind.OTHER.value
        country = _country(row.country, "country", line, delivery)
        rows.append(Organisation(code=row.organisation, name=row.name, kind=kind, country=country))
    delivery.count(organisation.keep_many(rows), len(rows))


def keep_people(delivery: Delivery[PersonRow]) -> None:
    """New people are registered; of known ones, what the file tells is changed."""
    errand = delivery.errand
    organisations = organisation.named(row.organisation for row in delivery.rows)
    known = people_by_ref(errand.port, [row.person for row in delivery.rows])
    new: list[Person] = []
    changed = 0
    for line in delivery.lines:
        details = _details(line, organisations, delivery)
        kept = known.get(line.row.person)
        if kept is None:
            category = line.row.employment.lower()
            category = category if category in CATEGORIES else PersonCategory.EMPLOYEE.value
            new.append(Person(external_ref=line.row.person, category=category, **details))
        elif any(getattr(kept, name) != value for name, value in details.items()):
            changed += person.change(kept, actor=errand.actor, at=errand.at, **details)
    person.register_many(errand.port, new, actor=errand.actor, at=errand.at)
    delivery.count((len(new), changed), len(delivery.lines))


def keep_posts(delivery: Delivery[PostRow]) -> None:
    """Posts get their level from the policy in force."""
    errand = delivery.errand
    _need_policy(delivery)
    organisations = organisation.named(row.organisation for row in delivery.rows)
    known = {one.code: one for one in errand.port.posts.all()}
    new = changed = 0
    for row in delivery.rows:
        kept = known.get(row.post)
        differs = post.define(
            port=errand.port,
            code=row.post,
            name=row.name or (kept.name if kept else row.post),
            organisation=organisations.get(row.organisation) or (kept.organisation if kept else None),
            areas=row.areas or (kept.areas if kept else ()),
            field_classes=row.field_classes or (kept.field_classes if kept else ()),
            risk=row.risk or (kept.risk if kept else 1),
            actor=errand.actor,
            at=errand.at,
        )
        new += kept is None
        changed += differs and kept is not None
    delivery.count((new, changed), len(delivery.lines))


def _details(
    line: Line[PersonRow], organisations: dict[str, Organisation], delivery: Delivery[PersonRow]
) -> dict[str, Any]:
    """What the row tells; an empty cell tells nothing."""
    row = line.row
    born = row.birth_date
    if born is not None and not person.EARLIEST_BIRTH <= born <= delivery.errand.at.date():
        delivery.report.remark("birth_date is no possible birth date; it counts as unknown", line.number)
        born = None
    if not row.family_name:
        delivery.report.remark(UNNAMED, line.number)
    told = {
        "family_name": row.family_name,
        "given_names": row.given_names,
        "birth_date": born,
        "nationality": _country(row.nationality, "nationality", line, delivery),
        "organisation": organisations.get(row.organisation),
        "job_title": row.role,
        "employment": row.employment,
        "peer_group": row.peer_group,
    }
    return {name: value for name, value in told.items() if value}


def _country(given: str, column: str, line: Line[Any], delivery: Delivery[Any]) -> str:
    """The ISO 3166-1 alpha-2 code of a country given by code or name."""
    code = countries.code_of(given) if given else ""
    if code is None:
        delivery.report.remark(f"{column} '{given}' is no country we know; it counts as unknown", line.number)
    return code or ""


def _need_policy(delivery: Delivery[PostRow]) -> None:
    try:
        policy.in_force(on=delivery.errand.at.astimezone(delivery.errand.zone).date())
    except Unavailable:
        policy.load_files(actor=delivery.errand.actor, at=delivery.errand.at)
