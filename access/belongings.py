"""What of access belongs to a person and stays when they are made nameless, and who is needed by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from access.enums import BadgeState
from access.models import Badge, DataEvent, GateEvent, PersonCase
from screening.belongings import guard, keep
from screening.models import Person
from screening.selectors.own_file import FURTHER, Section

MOST_EVENTS = 5000  # the latest of each log in a person's own file

LOG = "The access log: it names people by a number, which leads to nobody once the person is nameless."
keep("access.Badge", "A number and dates; it names nobody once the person is nameless.")
keep("access.BadgeChange", "What happened to a badge, with officers' words about the badge.")
keep("access.GateEvent", LOG)
keep("access.DataEvent", LOG)
keep("access.EventToScan", "A queue that empties itself within minutes.")
keep("access.PersonCase", "Its decision is evidence of its own, with a retention of its own to come.")
keep("access.Flag", "Goes with its person-case.")


@guard
def holds_a_badge(people: Collection[int], at: datetime) -> set[int]:
    """People with a badge that could still be used, or about whom a person-case is open."""
    usable = (BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value)
    badges = Badge.objects.filter(person__in=people, state__in=usable, valid_until__gte=at)
    cases = PersonCase.objects.filter(person__in=people, state="open")
    return {*badges.values_list("person", flat=True), *cases.values_list("person", flat=True)}


def badges_of(person: Person) -> Iterable[Section]:
    """The person's badges and their use, for their own file."""
    badges = Badge.objects.filter(person=person)
    yield Section(
        "Badges",
        tuple(
            {
                "Serial": badge.serial,
                "State": badge.get_state_display(),
                "Valid from": f"{badge.valid_from:%Y-%m-%d}",
                "Valid until": f"{badge.valid_until:%Y-%m-%d}",
            }
            for badge in badges
        ),
    )
    events = GateEvent.objects.filter(person=person).select_related("reader").order_by("-at")[:MOST_EVENTS]
    yield Section(
        "Gates",
        tuple(
            {"At": f"{event.at:%Y-%m-%d %H:%M}", "Gate": event.reader_code, "Result": event.result}
            for event in events
        ),
    )
    looked = DataEvent.objects.filter(person=person).order_by("-at")[:MOST_EVENTS]
    yield Section(
        "Look-ups of logistics data",
        tuple({"At": f"{event.at:%Y-%m-%d %H:%M}", "What": event.action} for event in looked),
    )


FURTHER.append(badges_of)
