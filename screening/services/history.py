"""Keeps the five years that a person tells of: addresses, activities, and explanations of gaps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portsec.kernel.errors import Conflict, InvalidInput, NotFound
from screening.enums import ActivityKind, GapReason, Track
from screening.history.periods import Period, period
from screening.models import Activity, Address, Document, GapExplanation, Invitation
from screening.saying import gettext_noop
from screening.services import own_part

MOST_ROWS = 80  # of one kind in five years: one for every three weeks; a robot could write without end
EARLIEST = date(1930, 1, 1)
WITH_ORGANISATION = frozenset(
    {ActivityKind.JOB, ActivityKind.SELF_EMPLOYED, ActivityKind.EDUCATION, ActivityKind.MILITARY}
)


@dataclass(frozen=True, slots=True)
class AddressInput:
    """One address; `until` None: the person lives there still. `country` is an ISO 3166-1 code."""

    since: date
    until: date | None
    country: str
    place: str


@dataclass(frozen=True, slots=True)
class ActivityInput:
    """One activity; `until` None: it goes on."""

    since: date
    until: date | None
    kind: ActivityKind
    organisation: str = ""
    role: str = ""
    country: str = ""
    contact: str = ""


@transaction.atomic
def keep_address(
    invitation: Invitation, given: AddressInput, *, number: int | None = None, at: datetime
) -> Address:
    """Add an address, or change the one with this number.

    Refuses when: the declaration is not open, or has too many rows (Conflict); a day is impossible or the
    place empty (InvalidInput naming the field); there is no such row (NotFound).
    """
    declaration = own_part.opened(invitation, at=at)
    _check_days(given.since, given.until, at)
    if not given.place.strip():
        _refuse("place", gettext_noop("Enter street and town, or where you stayed."))
    values = asdict(given) | {"place": given.place.strip()}
    if number is None:
        _check_room(declaration.addresses.count())
        return Address.objects.create(declaration=declaration, **values)
    if not Address.objects.filter(declaration=declaration, pk=number).update(**values):
        raise NotFound("entry")
    return Address.objects.get(pk=number)


@transaction.atomic
def keep_activity(
    invitation: Invitation, given: ActivityInput, *, number: int | None = None, at: datetime
) -> Activity:
    """Add an activity, or change the one with this number.

    Refuses when: as `keep_address`; work or education without a name of where (InvalidInput).
    """
    declaration = own_part.opened(invitation, at=at)
    _check_days(given.since, given.until, at)
    if given.kind in WITH_ORGANISATION and not given.organisation.strip():
        _refuse("organisation", gettext_noop("Enter the name of the employer, school or business."))
    values = asdict(given) | {"kind": given.kind.value}
    if number is None:
        _check_room(declaration.activities.count())
        return Activity.objects.create(declaration=declaration, **values)
    if not Activity.objects.filter(declaration=declaration, pk=number).update(**values):
        raise NotFound("entry")
    return Activity.objects.get(pk=number)


@transaction.atomic
def remove(invitation: Invitation, track: Track, number: int, *, at: datetime) -> None:
    """Take an address or activity out again. Refuses when: the declaration is not open (Conflict).

    Safe to repeat because: an absent row is gone.
    """
    declaration = own_part.opened(invitation, at=at)
    if track is Track.RESIDENCE:
        Address.objects.filter(declaration=declaration, pk=number).delete()
    else:
        Activity.objects.filter(declaration=declaration, pk=number).delete()


@transaction.atomic
def explain(
    invitation: Invitation,
    track: Track,
    gap: Period,
    *,
    reason: GapReason,
    words: str,
    proof: Document | None = None,
    at: datetime,
) -> GapExplanation:
    """Say why nothing is told of these days; an earlier word about the same days is replaced.

    Refuses when: the declaration is not open (Conflict); the days are impossible, or "something else" is not
    explained (InvalidInput).
    """
    declaration = own_part.opened(invitation, at=at)
    _check_days(gap.since, gap.until, at)
    if reason is GapReason.OTHER and not words.strip():
        _refuse("words", gettext_noop("Say in a few words what it was."))
    same = GapExplanation.objects.filter(declaration=declaration, track=track.value)
    same.filter(since__lte=gap.until, until__gte=gap.since).delete()
    _check_room(same.count())
    return GapExplanation.objects.create(
        declaration=declaration,
        track=track.value,
        since=gap.since,
        until=gap.until,
        reason=reason.value,
        words=words.strip(),
        proof=proof,
    )


def _check_room(rows: int) -> None:
    if rows >= MOST_ROWS:
        raise Conflict(f"No more than {MOST_ROWS} entries can be kept here. Please tell the office.")


def _check_days(since: date, until: date | None, at: datetime) -> None:
    if since < EARLIEST:
        _refuse("since", f"Enter a day after {EARLIEST.year}.")
    period(since, until, today=timezone.localdate(at))


def _refuse(name: str, problem: str) -> None:
    raise InvalidInput(problem, fields={name: problem})
