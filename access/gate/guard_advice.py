"""What a guard who checks a badge does next: one word for the screen, and a step for each finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from access.enums import GuardWord
from access.gate.checks import NOTICES
from access.gate.duties import ASK_SECOND, ESCORT_STAYS

OFFICE = "Send the person to the badge office. You need not know why, and you need not say."
CARD_ENDED = "This card should not be in use. Keep it if you safely can, and call the control room."
CARD_MISSED = "Call the control room at once. Keep the card if you safely can, and take no risk."
OTHER_GATE = "Use another gate, or call the control room."
CLOSED_PLACE = "Let nobody in but those whom the control room names to you."
TRAINING = "Send the person to their employer: the training has to be entered before they come in."
PERMIT = "Send the person to the badge office, with the one who invited them."
NO_LONGER_IN_PORT = "Call the ship's agent; the permit ends with the stay of the ship."
SEE_PERSON = (
    "Look who stands before you. If it is the person of the photo, and outside, set the record right below."
)
OTHER_ESCORT = "Ask for another escort, and check this badge again with the escort's badge."
PLATE = "Compare the plate with what you typed. If it is right, call the planner who booked the vehicle."
BOOKING = "Ask the driver for the booking, and call the planner. The vehicle waits outside."
CARRIER = "Call the control room. The goods go to nobody but the carrier that was named."
LOOK_INTO = "Note what you see; nobody is stopped for this."

STEPS: Mapping[str, str] = {
    **dict.fromkeys(
        ("credential_malformed", "credential_type_wrong"), "Read the card once more, or type its number."
    ),
    **dict.fromkeys(("credential_key_unknown", "credential_key_retired", "credential_replaced"), OFFICE),
    **dict.fromkeys(("credential_signature_wrong", "credential_subject_wrong"), CARD_MISSED),
    "badge_unknown": "Read the card once more. If it stays unknown, call the control room.",
    **dict.fromkeys(("badge_revoked", "badge_superseded", "badge_returned", "badge_destroyed"), CARD_ENDED),
    **dict.fromkeys(("badge_lost", "badge_stolen"), CARD_MISSED),
    **dict.fromkeys(("badge_suspended", "badge_expired", "badge_not_yet_valid"), OFFICE),
    **dict.fromkeys(
        ("clearance_missing", "clearance_suspended", "clearance_withdrawn", "clearance_state_unknown"), OFFICE
    ),
    **dict.fromkeys(("clearance_expired", "clearance_not_yet_valid", "clearance_level_too_low"), OFFICE),
    **dict.fromkeys(("reader_unknown", "reader_not_assigned", "reader_out_of_service"), OTHER_GATE),
    **dict.fromkeys(("reader_closed_at_level", "reader_list_late", "reader_list_too_old"), OTHER_GATE),
    "area_not_granted": "Ask where the person has to go; this may be the wrong gate.",
    "exit_into_other_area": "Ask where the person goes; the area behind is not on the badge.",
    **dict.fromkeys(("port_locked_down", "area_locked_down", "gate_held"), CLOSED_PLACE),
    "permits_suspended": "Visitors wait outside. Call the host, and the security officer if it is urgent.",
    "area_closed": "Tell the person when it opens; the page of the gate says so.",
    "biometric_mismatch": "Do not vouch for this person. Call the control room.",
    "biometric_missing": "Compare the face with the photo. If you are sure, tick it below and check again.",
    **dict.fromkeys(("training_missing", "training_expired", "training_not_yet_valid"), TRAINING),
    "off_roster": "Call the supervisor. At this level nobody comes in outside the roster.",
    "off_roster_unconfirmed": "Call the supervisor, who can confirm the work; then check again.",
    "off_roster_noticed": LOOK_INTO,
    **dict.fromkeys(("permit_revoked", "permit_not_yet_valid", "permit_expired"), PERMIT),
    **dict.fromkeys(("permit_days_used_up", "permit_year_used_up"), PERMIT),
    **dict.fromkeys(("ship_not_in_port", "ship_has_left"), NO_LONGER_IN_PORT),
    "presence_unknown": "Call the control room; they see who is inside.",
    **dict.fromkeys(("inside_already", "entered_too_recently"), SEE_PERSON),
    **dict.fromkeys(("inside_already_noticed", "outer_area_not_noticed", "exit_without_entry"), LOOK_INTO),
    "outer_area_not_entered": "Ask how the person came here, and call the control room.",
    "escort_not_allowed": "Nobody may be escorted into this area. Send the person to the badge office.",
    **dict.fromkeys(
        ("permit_needs_escort", "clearance_escort_only"), "Ask for the escort's badge and enter it below."
    ),
    **dict.fromkeys(("escort_not_entitled", "escort_not_there", "escort_ratio_exceeded"), OTHER_ESCORT),
    "escort_leaves_group": "Ask who stays with the group; they must not be alone.",
    "second_person_missing": "Ask the second person for their badge, and check it at this gate now.",
    "second_person_same": "Both cards are of one person. Keep them if you safely can; call the control room.",
    "second_person_not_entitled": "The other person may not enter here. Ask for somebody else's badge.",
    "one_person_left_alone": "Call the one who is still inside: nobody stays there alone.",
    "vehicle_not_allowed": "The vehicle stays outside; the person may come on foot.",
    **dict.fromkeys(("vehicle_not_booked", "vehicle_too_early", "vehicle_too_late"), BOOKING),
    "vehicle_plate_differs": PLATE,
    **dict.fromkeys(("driver_organisation_unknown", "carrier_not_nominated"), CARRIER),
    "passenger_not_registered": "Everybody in the vehicle shows a badge of their own; count again.",
}
"""House proposal of November 2026: start values for the port's own orders to guards."""

UNKNOWN_STEP = "Let nobody in, and call the control room."

SETTLED_HERE = frozenset(
    {
        *("biometric_missing", "off_roster_unconfirmed", "inside_already", "entered_too_recently"),
        *("permit_needs_escort", "clearance_escort_only", "escort_not_entitled", "escort_not_there"),
        *("escort_ratio_exceeded", "second_person_missing", "second_person_not_entitled"),
        *("vehicle_plate_differs", "passenger_not_registered"),
    }
)
"""Findings that a question at the gate can settle. Where there are others, too, nothing is asked."""

FORGIVEN = frozenset({"inside_already", "entered_too_recently"})
"""Findings that go when a guard who has seen the person sets the record right."""

DUTY_STEPS: Mapping[str, str] = {
    ESCORT_STAYS: "The escort stays with the person until the way out.",
    ASK_SECOND: STEPS["second_person_missing"],
}
NOTED = frozenset(check.__name__ for check in NOTICES)


@dataclass(frozen=True, slots=True)
class Advice:
    """`word` fills the screen. `findings` are pairs of a reason's code and what the guard does about it."""

    word: GuardWord
    findings: tuple[tuple[str, str], ...]
    duties: tuple[str, ...] = ()

    @property
    def is_open_question(self) -> bool:
        """Whether the same badge is checked again, once something was asked."""
        return self.word is GuardWord.ASK

    @property
    def may_forgive(self) -> bool:
        """Whether seeing the person settles something."""
        return any(code in FORGIVEN for code, _ in self.findings)


def advise(*, granted: bool, is_exit: bool, reasons: Collection[str], duties: Iterable[str] = ()) -> Advice:
    """What the screen of a guard says to an answer.

    "Ask" only where every finding against the entry can be settled at the gate: one that cannot be makes it
    "stop", and then the others have no step, so that nobody asks and hopes. A way out is always let out.
    """
    word = _word(granted, is_exit, set(reasons) - NOTED)
    left_aside = SETTLED_HERE if word is GuardWord.STOP else frozenset()
    findings = tuple((code, "" if code in left_aside else STEPS.get(code, UNKNOWN_STEP)) for code in reasons)
    said = dict(findings).values()
    further = tuple(step for duty in duties if (step := DUTY_STEPS.get(duty)) and step not in said)
    return Advice(word, findings, further)


def _word(granted: bool, is_exit: bool, against: set[str]) -> GuardWord:
    if is_exit:
        return GuardWord.LET_OUT
    if granted:
        return GuardWord.LET_IN
    return GuardWord.ASK if against and against <= SETTLED_HERE else GuardWord.STOP
