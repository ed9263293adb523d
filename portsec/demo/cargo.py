"""Who deals with cargo in the made-up port: parties of release chains, clerks, holders of grants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from portsec.demo import vocabulary as words
from portsec.demo.port import CONTAINERS_A_DAY, DemoPort, Row

PLANNERS = 6  # accounts of the terminal system that hold grants nobody uses
GRANTED = timedelta(days=45)  # ago, long enough to have been used
# user name, number of the person, post; each is employed by the organisation of the account
PARTIES: tuple[tuple[str, str, words.PostEntry], ...] = (
    ("fons", "F001", ("forwarding-clerk", "ESTUARY", "Forwarding clerk", "", "S1 S2 S3", 3, "")),
    ("hein", "F002", ("dispatcher", "DELTAHAUL", "Dispatcher", "", "S1 S2 S3", 3, "")),
)


@dataclass(frozen=True, slots=True)
class Cargo:
    """What the made-up day needs of the port directory.

    `people`: numbers of the people behind accounts, by user name. `boxes`: containers, one for
    each thing that happens. `orders`: references of work orders, by user name and container.
    """

    people: Mapping[str, str]
    planners: Mapping[str, str]
    boxes: tuple[str, ...]
    orders: Mapping[tuple[str, str], str]


def plan(demo: DemoPort, planted: Mapping[str, str]) -> Cargo:
    """Adds people of the parties, work orders and grants to the port directory."""
    clerks = [person for person in _holders(demo, "release-clerk") if person not in planted]
    *planning, erin = _holders(demo, "yard-planner")
    people = {"dora": clerks[0], "erin": erin}
    for username, person, post in PARTIES:
        demo.clear_person(person, post)
        people[username] = person
    boxes = _boxes(demo, besides=erin)
    opened = demo.until - timedelta(hours=6)
    orders = {
        (username, box): demo.order(box, people[username], opened)
        for username, box in (("erin", boxes[0]), ("erin", boxes[1]), ("dora", boxes[14]))
    }
    planners = {f"tos-{person.lower()}": person for person in planning[:PLANNERS]}
    demo.files["grants.csv"] = [
        _grant(demo, account, box) for account, box in zip(planners, boxes[15:], strict=False)
    ]
    return Cargo(people, planners, boxes, orders)


def _holders(demo: DemoPort, post: str) -> list[str]:
    """Numbers of the people in a post."""
    return [str(row["person"]) for row in demo.holders if row["trade"][0] == post]  # type: ignore[index]  # a row's post is its vocabulary entry


def _boxes(demo: DemoPort, *, besides: str) -> tuple[str, ...]:
    """Containers of yesterday's ship without a high-risk origin, on which this person has no work."""
    worked_on = {row["object"] for row in demo.files["work_orders.csv"] if row["person"] == besides}
    return tuple(
        str(box["container"])
        for box in demo.boxes[-2 * CONTAINERS_A_DAY : -CONTAINERS_A_DAY]
        if box["risk"] != 3 and box["container"] not in worked_on
    )


def _grant(demo: DemoPort, account: str, box: str) -> Row:
    return {
        "account": account,
        "object_type": "container",
        "object": box,
        "field_class": "S3",
        "purpose": "Stands in for the release desk",
        "valid_from": (demo.until - GRANTED).isoformat(),
        "valid_until": (demo.until + timedelta(days=20)).isoformat(),
        "granted_by": "user:dora",
    }
