"""What of access belongs to a person and stays when they are made nameless, and who is needed by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from access.enums import BadgeState, VisitState
from access.models import Badge, DataEvent, GateEvent, PersonCase, Visit
from screening.belongings import Belonging, erase_with_person, guard, keep
from screening.models import Person
from screening.retention.words import DataClass
from screening.selectors.own_file import FURTHER, Section

MOST_EVENTS = 5000  # the latest of each log in a person's own file

LOG = "The access log: it names people by a number, which leads to nobody once the person is nameless."
keep("access.Badge", "A number and dates; it names nobody once the person is nameless.")
erase_with_person(
    Belonging("access.BadgePhoto", DataClass.IDENTITY, "person", empties={"image": b"", "digest": b""})
)
erase_with_person(
    Belonging("access.BadgeRequest", DataClass.IDENTITY, "person", texts=("need", "decision_reason"))
)
erase_with_person(Belonging("access.TrainingCertificate", DataClass.IDENTITY, "person"))
erase_with_person(Belonging("access.SafetyFunction", DataClass.IDENTITY, "person"))
erase_with_person(Belonging("access.Presence", DataClass.IDENTITY, "person"))
erase_with_person(Belonging("access.DutyConfirmation", DataClass.IDENTITY, "person", texts=("reason",)))
keep("access.Credential", "A pseudonym and a place in a list; its badge leads to nobody by then.")
keep("access.StockMove", "Blank cards and who answers for them; a badge it names leads to nobody by then.")
keep("access.Sighting", "Which guard had seen which attempt; the attempt leads to nobody by then.")
keep("access.BadgeChange", "What happened to a badge, with officers' words about the badge.")
keep("access.GateEvent", LOG)
keep("access.DataEvent", LOG)
keep("access.EventToScan", "A queue that empties itself within minutes.")
keep("access.PersonCase", "Its decision is evidence of its own, with a retention of its own to come.")
keep("access.Flag", "Goes with its person-case.")
keep("access.Unmasking", "Goes with its person-case: which officer saw whom it is about, and why.")
keep("access.CaseQuestion", "Goes with its person-case or draw; the account leads to nobody once it is gone.")
keep("access.Visit", "Days, areas and host of a visit; it names nobody once the visitor is nameless.")
keep("access.RollCallMark", "Who was seen at an assembly point; evidence of an evacuation, without the name.")


@guard
def holds_a_badge(people: Collection[int], at: datetime) -> set[int]:
    """People with a badge that could still be used, or about whom a person-case is open."""
    usable = (BadgeState.ACTIVE.value, BadgeState.SUSPENDED.value)
    badges = Badge.objects.filter(person__in=people, state__in=usable, valid_until__gte=at)
    cases = PersonCase.objects.filter(person__in=people, state__in=("open", "to_confirm"))
    return {*badges.values_list("person", flat=True), *cases.values_list("person", flat=True)}


@guard
def visits(people: Collection[int], at: datetime) -> set[int]:
    """People who are announced or on site as visitors, or who lead one."""
    going_on = Visit.objects.filter(state__in=(VisitState.ANNOUNCED.value, VisitState.ARRIVED.value))
    coming = going_on.filter(visitor__in=people).values_list("visitor", flat=True)
    leading = going_on.filter(escort__in=people).values_list("escort", flat=True)
    return {*coming, *leading}


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


def visits_of(person: Person) -> Iterable[Section]:
    """When the person was announced, came and left as a visitor, for their own file."""
    mine = Visit.objects.filter(visitor=person).select_related("organisation").order_by("first_day", "pk")
    yield Section(
        "Visits",
        tuple(
            {
                "From": visit.first_day.isoformat(),
                "To": visit.last_day.isoformat(),
                "Host": visit.organisation.name,
                "Company": visit.company,
                "Purpose": visit.purpose,
                "Areas": " ".join(visit.areas),
                "State": visit.state_word.label,
                "Came": f"{visit.arrived_at:%Y-%m-%d %H:%M}" if visit.arrived_at else "",
                "Left": f"{visit.left_at:%Y-%m-%d %H:%M}" if visit.left_at else "",
            }
            for visit in mine
        ),
    )


FURTHER.append(badges_of)
FURTHER.append(visits_of)
