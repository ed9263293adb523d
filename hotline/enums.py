"""The words of the hotline. Free of Django, so that judgement may use them."""

from __future__ import annotations

from portsec.kernel.words import Word


class Topic(Word):
    """What a report is about: the seven ways through the guided path."""

    VEHICLE = "vehicle", "Vehicle or driver"
    PERSON = "person", "Person"
    CONTAINER = "container", "Container"
    BADGE = "badge", "Badge"
    LOOK_UP = "look_up", "Look-up in an IT system"
    PRESSURE = "pressure", "Approach, bribe or threat"
    OWN_MISTAKE = "own_mistake", "Own mistake"


class CodeForm(Word):
    DIGITS = "digits", "Sixteen digits and a check digit"
    WORDS = "words", "Nine words"


class ReportState(Word):
    LODGED = "lodged", "New", "wait"
    ACKNOWLEDGED = "acknowledged", "Acknowledged", "info"
    FOLLOWED_UP = "followed_up", "In follow-up", "info"
    ANSWERED = "answered", "Feedback given", "good"
    CLOSED = "closed", "Closed", "mute"
    ERASED = "erased", "Erased", "mute"


class ReportEvent(Word):
    ACKNOWLEDGE = "acknowledge", "Acknowledge"
    FOLLOW_UP = "follow_up", "Take up"
    ANSWER = "answer", "Give feedback"
    CLOSE = "close", "Close"
    REOPEN = "reopen", "Open again"
    ERASE = "erase", "Erase"


class Author(Word):
    REPORTER = "reporter", "Reporter"
    OFFICER = "officer", "Hotline"


class RecipientKind(Word):
    """Where a recipient sits. None of them works for the port company."""

    OWN = "own", "Recipient of this port hub"
    SISTER = "sister", "Recipient at a sister port"
    OVERSIGHT = "oversight", "Oversight board"


class Deadline(Word):
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    FEEDBACK = "feedback", "Feedback"


class Standing(Word):
    """How a deadline stands."""

    RUNNING = "running", "Running", "wait"
    MET = "met", "Met", "good"
    BREACHED = "breached", "Not met", "bad"


class Reliability(Word):
    """The source, on the admiralty scale (NATO AJP-2.1, as the MISP taxonomy lists it)."""

    A = "a", "Completely reliable", "good"
    B = "b", "Usually reliable", "good"
    C = "c", "Fairly reliable", "info"
    D = "d", "Not usually reliable", "wait"
    E = "e", "Unreliable", "bad"
    F = "f", "Cannot be judged", "mute"


class Credibility(Word):
    """The information, on the same scale, apart from who gives it."""

    CONFIRMED = "1", "Confirmed by other sources", "good"
    PROBABLY_TRUE = "2", "Probably true", "good"
    POSSIBLY_TRUE = "3", "Possibly true", "info"
    DOUBTFUL = "4", "Doubtful", "wait"
    IMPROBABLE = "5", "Improbable", "bad"
    UNKNOWN = "6", "Cannot be judged", "mute"
