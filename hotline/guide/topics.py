"""The seven topics of the guided path and their questions, in the order in which they are shown.

The four cues of a driver's card (deviating route, cargo against documents, odd place, being followed) are
those that Strong Logistics, the campaign of European customs and police, hands to drivers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hotline.guide.own_topics import OWN_MISTAKE, PRESSURE
from hotline.guide.question import Asked, Option, Question, Topic
from hotline.guide.shared import PLACE, SHIFT, TOLD, WHEN, WHO, YOUR_WORK

VEHICLE = Topic(
    "vehicle",
    "A vehicle or its driver",
    "One sign alone may mean nothing. We put it beside what others tell.",
    (
        Question(
            "cues",
            "What was unusual?",
            Asked.SEVERAL,
            (
                Option("route", "The driver has to leave the planned route"),
                Option("cargo", "The cargo does not match the documents"),
                Option("place", "The place of pick-up or delivery is unusual"),
                Option("followed", "The vehicle is being followed"),
            ),
        ),
        Question("plate", "Number plate, or name on the vehicle", Asked.SHORT),
        WHO,
        PLACE,
        WHEN,
        SHIFT,
        YOUR_WORK,
        TOLD,
    ),
)
PERSON = Topic(
    "person",
    "A person",
    "It may be a stranger, a colleague or somebody above you.",
    (
        Question(
            "behaviour",
            "What did the person do?",
            Asked.SEVERAL,
            (
                Option("wrong_place", "Was where they should not be"),
                Option("asks", "Asked about containers, shifts or colleagues"),
                Option("pictures", "Took pictures of gates, cameras or screens"),
                Option("money", "Offered or took money"),
                Option("hiding", "Was hiding, or climbed over a fence"),
                Option("pressure", "Put somebody under pressure"),
            ),
        ),
        WHO,
        Question(
            "works_here",
            "Does the person work in the port?",
            Asked.ONE,
            (Option("yes", "Yes"), Option("no", "No"), Option("unknown", "I do not know")),
        ),
        PLACE,
        WHEN,
        SHIFT,
        YOUR_WORK,
        TOLD,
    ),
)
CONTAINER = Topic(
    "container",
    "A container or other cargo",
    "Do not open anything and do not touch a seal.",
    (
        Question(
            "signs",
            "What did you notice?",
            Asked.SEVERAL,
            (
                Option("seal", "The seal is broken, missing or another one"),
                Option("bags", "Bags or packets that do not belong there"),
                Option("moved", "It was moved without an order"),
                Option("collected", "Somebody else collected it, or wanted to"),
                Option("documents", "The cargo does not match the documents"),
            ),
        ),
        Question(
            "number",
            "Number of the container",
            Asked.SHORT,
            help="Four letters and seven digits, for example MSCU 123456 7.",
        ),
        WHO,
        PLACE,
        WHEN,
        SHIFT,
        YOUR_WORK,
        TOLD,
    ),
)
BADGE = Topic(
    "badge",
    "A badge, a gate or a door",
    "A lent badge is often the first step.",
    (
        Question(
            "use",
            "What did you notice?",
            Asked.SEVERAL,
            (
                Option("lent", "A badge was lent, sold or copied"),
                Option("stranger", "Somebody used the badge of another person"),
                Option("together", "Several people went through on one badge"),
                Option("open", "A door or gate was kept open"),
                Option("lost", "A lost badge was not reported"),
            ),
        ),
        WHO,
        PLACE,
        WHEN,
        SHIFT,
        YOUR_WORK,
        TOLD,
    ),
)
LOOK_UP = Topic(
    "look_up",
    "Somebody looked up data",
    "Release codes and places of containers are worth a fortune to criminals.",
    (
        Question(
            "data",
            "What did you notice?",
            Asked.SEVERAL,
            (
                Option("no_reason", "Looked up containers that are not their work"),
                Option("code", "Asked for a release code or passed one on"),
                Option("password", "Used the password of another person"),
                Option("screen", "Took pictures of a screen"),
                Option("device", "Connected a device that does not belong there"),
            ),
        ),
        Question("system", "In which system?", Asked.SHORT),
        WHO,
        PLACE,
        WHEN,
        SHIFT,
        YOUR_WORK,
        TOLD,
    ),
)

TOPICS: Final[Mapping[str, Topic]] = {
    topic.code: topic for topic in (VEHICLE, PERSON, CONTAINER, BADGE, LOOK_UP, PRESSURE, OWN_MISTAKE)
}
