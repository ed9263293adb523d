"""The people and devices who operate the made-up port: one for each role, two where two hands must act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from access.services import personnel_feed, team
from accounts.models import Organisation, Port, User
from accounts.roles import Role
from accounts.selectors.scope import scope_of
from accounts.services import role, user

PASSWORD = "harbour-demo-2026"  # noqa: S105  printed at each start of a demo, which listens on the loopback only
ACTOR = "system:demo"

# user name, name, role, organisation
OPERATORS = (
    ("alice", "Alice Vermeer", Role.VETTING_OFFICER, "POE"),
    ("bob", "Bob Roth", Role.DECIDING_OFFICER, "POE"),
    ("bea", "Bea Lefèvre", Role.DECIDING_OFFICER, "POE"),
    ("carol", "Carol Peeters", Role.BADGE_OFFICER, "POE"),
    ("cees", "Cees Visser", Role.BADGE_OFFICER, "POE"),
    ("gita", "Gita Rao", Role.GUARD, "WATCHKEEP"),
    ("sven", "Sven Lund", Role.SECURITY_OFFICER, "POE"),
    ("siri", "Siri Haugen", Role.SECURITY_OFFICER, "POE"),
    ("hugo", "Hugo Marchal", Role.HOST, "QUAYSIDE"),
    ("cleo", "Cleo Mertens", Role.CARE_OFFICER, "POE"),
    ("dora", "Dora Lindqvist", Role.DATA_OWNER, "QUAYSIDE"),
    ("erin", "Erin De Wit", Role.CARGO_USER, "QUAYSIDE"),
    ("fons", "Fons Aerts", Role.CARGO_USER, "ESTUARY"),
    ("hein", "Hein Brandt", Role.CARGO_USER, "DELTAHAUL"),
    ("nils", "Nils Oost", Role.CARGO_USER, "POLDER"),  # of nobody known, so that everything is refused
    ("anna", "Anna Nowak", Role.ANALYST, "POE"),
    ("ines", "Ines Duarte", Role.ANALYST, "POE"),
    ("frank", "Frank Moreau", Role.AUDITOR, "POE"),
    ("paul", "Paul Horvat", Role.POLICY_OFFICER, "POE"),
    ("pia", "Pia Sørensen", Role.POLICY_OFFICER, "POE"),
    ("emma", "Emma Claes", Role.EMPLOYER, "CRANECARE"),
    ("hana", "Hana Dvořák", Role.HOTLINE_OFFICER, "OMBUDS"),
    ("adam", "Adam Fischer", Role.ADMINISTRATOR, "POE"),
)
READER_DEVICE = "reader-ga1"


def make(port: Port, people: Mapping[str, str], *, at: datetime) -> dict[str, User]:
    """All operators by user name. `people` are numbers of the people behind accounts, by user name."""
    made = {}
    for username, name, held, organisation in OPERATORS:
        made[username] = user.create(
            username=username,
            display_name=name,
            password=PASSWORD,
            organisation=Organisation.objects.get(code=organisation),
            person_ref=people.get(username, ""),
            actor=ACTOR,
            at=at,
        )
        role.give(made[username], held, port, actor=ACTOR, at=at)
    device = user.create(
        username=READER_DEVICE,
        display_name="Reader GA1",
        password=None,
        is_device=True,
        actor=ACTOR,
        at=at,
    )
    role.give(device, Role.GATE_READER, port, actor=ACTOR, at=at)
    made[READER_DEVICE] = device
    _connect_personnel_system(port, made, at=at)
    return made


def make_planners(port: Port, people: Mapping[str, str], *, at: datetime) -> None:
    """Accounts of yard planners in the terminal's own system, by user name; nobody signs in here."""
    for username, person in people.items():
        planner = user.create(
            username=username,
            display_name=f"Yard planner {person}",
            password=None,
            organisation=Organisation.objects.get(code="QUAYSIDE"),
            person_ref=person,
            actor=ACTOR,
            at=at,
        )
        role.give(planner, Role.CARGO_USER, port, actor=ACTOR, at=at)


def _connect_personnel_system(port: Port, made: dict[str, User], *, at: datetime) -> None:
    """The terminal's own personnel system keeps its people and a team."""
    adam, terminal = made["adam"], Organisation.objects.get(code="QUAYSIDE")
    feed = personnel_feed.connect(terminal, port, actor=adam, scope=scope_of(adam), at=at).account
    members = [made["dora"].pk, made["hugo"].pk]
    team.make("Release desk", members, actor=feed, scope=scope_of(feed), at=at)


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, user name, password) of every operator that a person signs in as."""
    return [(held.label, username, PASSWORD) for username, _, held, _ in OPERATORS]
