"""The checks of a gate, one finding each. A new one is a function in the module of its theme and a line here.

The first paragraph of a docstring is the sentence that the guard reads, the second its ground. Sentences are
neutral: they say what is the matter with badge, clearance or gate, never why. They have no blanks, because an
attempt is kept as codes and an attempt sent again must get the same answer; `explain.py` fills in the facts.
"""

from __future__ import annotations

from collections.abc import Callable

from access.gate import (
    badge,
    biometric,
    escort,
    level,
    opening,
    permit,
    presence,
    reader,
    roster,
    training,
    two_person,
    vehicle,
)
from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.credential import CREDENTIAL_CHECKS
from access.gate.facts import GateFacts

Check = Callable[[GateFacts], bool]

CHECKS: tuple[Check, ...] = (
    *CREDENTIAL_CHECKS,
    badge.badge_unknown,
    badge.badge_revoked,
    badge.badge_suspended,
    badge.badge_lost,
    badge.badge_stolen,
    badge.badge_superseded,
    badge.badge_returned,
    badge.badge_destroyed,
    badge.badge_expired,
    badge.badge_not_yet_valid,
    *CLEARANCE_CHECKS,
    reader.reader_unknown,
    reader.reader_not_assigned,
    reader.reader_out_of_service,
    reader.area_not_granted,
    reader.exit_into_other_area,
    reader.reader_closed_at_level,
    reader.reader_list_late,
    reader.reader_list_too_old,
    level.port_locked_down,
    level.area_locked_down,
    level.gate_held,
    level.permits_suspended,
    opening.area_closed,
    biometric.biometric_mismatch,
    biometric.biometric_missing,
    training.training_missing,
    training.training_expired,
    training.training_not_yet_valid,
    roster.off_roster,
    roster.off_roster_unconfirmed,
    roster.off_roster_noticed,
    permit.permit_revoked,
    permit.permit_not_yet_valid,
    permit.permit_expired,
    permit.permit_days_used_up,
    permit.permit_year_used_up,
    permit.ship_not_in_port,
    permit.ship_has_left,
    presence.presence_unknown,
    presence.inside_already,
    presence.inside_already_noticed,
    presence.entered_too_recently,
    presence.outer_area_not_entered,
    presence.outer_area_not_noticed,
    presence.exit_without_entry,
    escort.escort_not_allowed,
    escort.permit_needs_escort,
    escort.escort_not_entitled,
    escort.escort_not_there,
    escort.escort_ratio_exceeded,
    escort.escort_leaves_group,
    two_person.second_person_missing,
    two_person.second_person_same,
    two_person.second_person_not_entitled,
    two_person.one_person_left_alone,
    vehicle.vehicle_not_allowed,
    vehicle.vehicle_not_booked,
    vehicle.vehicle_plate_differs,
    vehicle.vehicle_too_early,
    vehicle.vehicle_too_late,
    vehicle.driver_organisation_unknown,
    vehicle.carrier_not_nominated,
    vehicle.passenger_not_registered,
)
"""In the order in which reasons are shown. The order decides nothing else."""

NOTICES: frozenset[Check] = frozenset(
    {
        reader.exit_into_other_area,
        reader.reader_list_late,
        roster.off_roster_noticed,
        presence.inside_already_noticed,
        presence.outer_area_not_noticed,
        presence.exit_without_entry,
        escort.escort_leaves_group,
        two_person.one_person_left_alone,
    }
)
"""What is written down and closes no gate."""
