"""The closed vocabularies of a policy: what a row may say."""

from __future__ import annotations

from portsec.kernel.words import Word


class Logic(Word):
    """How findings become a recommendation."""

    CLOSED_LIST_AND_PRESUMPTION = "closed_list_and_presumption", "Closed list, then presumption and weighing"


class Mark(Word):
    """How far a row can be relied on as law."""

    VERIFIED = "V", "Seen in its source", "good"
    REPORTED = "M", "Commonly stated; source text not checked", "wait"
    PROPOSED = "P", "Proposal of this policy, not law", "info"


class RuleKind(Word):
    """The criterion that a policy row applies."""

    DISQUALIFYING_OFFENCE = "disqualifying_offence", "Offence without time limit"
    OFFENCE_IN_WINDOW = "offence_in_window", "Offence within its look-back period"
    REPEATED_CONVICTIONS = "repeated_convictions", "Several convictions"
    UNDECLARED_CONVICTION = "undeclared_conviction", "Conviction not declared"
    DECLARED_CONVICTION_NOT_ON_RECORD = (
        "declared_conviction_not_on_record",
        "Declared conviction not on the record",
    )
    WATCHLIST_MATCH_CONFIRMED = "watchlist_match_confirmed", "On a watchlist"
    WATCHLIST_MATCH_UNSURE = "watchlist_match_unsure", "Perhaps on a watchlist"
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed", "Identity not confirmed"
    RECORD_NOT_OBTAINABLE = "record_not_obtainable", "Record not obtainable"
    UNEXPLAINED_GAP = "unexplained_gap", "Unexplained gap"
    RESIDENCE_NOT_CHECKED = "residence_not_checked", "State of residence not asked"


# The kinds that judge an offence by its code, one conviction at a time.
OFFENCE_KINDS = (RuleKind.DISQUALIFYING_OFFENCE, RuleKind.OFFENCE_IN_WINDOW)


class LookbackFrom(Word):
    """The day from which a look-back period runs."""

    CONVICTION = "conviction", "Conviction"
    FINAL = "final", "Finality"
    RELEASE = "release", "Release"


class Parameter(Word):
    """What an entry says about itself besides its code; read before any matching."""

    REHABILITATED = "rehabilitated", "Rehabilitated"
    PARDONED = "pardoned", "Pardoned"
    AMNESTY = "amnesty", "Under an amnesty"
    NOT_FINAL = "not_final", "Not final"
    JUVENILE = "juvenile", "Committed as a minor"
    EXEMPTED = "exempted", "Insanity or diminished responsibility"
    ATTEMPTED = "attempted", "Attempt or preparation"
    ACCESSORY = "accessory", "Aiding, inciting, organising or conspiring"


class Treatment(Word):
    """What a policy does with an entry that carries a parameter."""

    IGNORE = "ignore", "Not used and not shown"
    CAP = "cap", "Counts, but no stronger than the cap"
    SAME = "same", "Counts like any other"


class Completion(Word):
    """ECRIS: was the offence completed?"""

    COMPLETED = "C", "Completed"
    ATTEMPTED = "A", "Attempt or preparation"
    UNSTATED = "", "Not stated"


class Participation(Word):
    """ECRIS: the person's part in it."""

    PERPETRATOR = "M", "Perpetrator"
    ACCESSORY = "H", "Aider, inciter, organiser or conspirator"
    UNSTATED = "", "Not stated"


class Exemption(Word):
    """ECRIS: exemption from criminal responsibility."""

    NONE = "", "None"
    RESPONSIBILITY = "S", "Insanity or diminished responsibility"


class ClockUnit(Word):
    CALENDAR = "calendar", "Calendar days"
    WORKING = "working", "Working days"


class OnExpiry(Word):
    """What follows when a clock runs out."""

    DECIDE_ON_FILE = "decide_on_file", "Decide on the file"
    BECOMES_FINAL = "becomes_final", "The decision becomes final"
    LAPSES = "lapses", "The measure ends by itself"
    CHASE = "chase", "Send a reminder and record the delay"
    CLOSE_INCOMPLETE = "close_incomplete", "The file may be closed as incomplete"
    BREACH = "breach", "A duty is breached"
    ESCALATE = "escalate", "Bring it to the authority"
