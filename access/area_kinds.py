"""What the record says about the set-up of areas, gates and readers, barriers, lockdowns and ISPS levels."""

from ledger.kinds import Kind, register

register(
    Kind("access.area.defined", ("area", "changes"), "Area {area} set up: {changes}.", icon="map-pin"),
    Kind("access.area.changed", ("area", "changes"), "Area {area} changed: {changes}.", icon="map-pin"),
    Kind("access.area.removed", ("area", "reason"), "Area {area} removed. {reason}", icon="map-pin-off"),
    Kind(
        "access.area.closed",
        ("area", "readers", "reason"),
        "Area {area} taken out of service with its readers {readers}. {reason}",
        icon="map-pin-off",
        tone="wait",
    ),
    Kind(
        "access.opening_hours.changed",
        ("area", "changes"),
        "Opening times of area {area} changed: {changes}.",
        icon="clock",
    ),
    Kind("access.gate.defined", ("gate", "changes"), "Gate {gate} set up: {changes}.", icon="door-open"),
    Kind("access.gate.changed", ("gate", "changes"), "Gate {gate} changed: {changes}.", icon="door-open"),
    Kind("access.gate.removed", ("gate", "reason"), "Gate {gate} removed. {reason}", icon="door-closed"),
    Kind("access.reader.defined", ("reader", "changes"), "Reader {reader} set up: {changes}.", icon="radio"),
    Kind("access.reader.changed", ("reader", "changes"), "Reader {reader} changed: {changes}.", icon="radio"),
    Kind("access.reader.removed", ("reader", "reason"), "Reader {reader} removed. {reason}", icon="wifi-off"),
    Kind(
        "access.barrier.defined",
        ("barrier", "changes"),
        "Barrier {barrier} registered: {changes}.",
        icon="blocks",
    ),
    Kind(
        "access.barrier.changed",
        ("barrier", "changes"),
        "Barrier {barrier} changed: {changes}.",
        icon="blocks",
    ),
    Kind(
        "access.barrier.removed", ("barrier", "reason"), "Barrier {barrier} removed. {reason}", icon="blocks"
    ),
    Kind(
        "access.barrier.inspected",
        ("barrier", "on", "condition", "remark", "next_on"),
        "Barrier {barrier} inspected on {on}: {condition}. {remark}",
        icon="clipboard-check",
    ),
    Kind(
        "access.lockdown.begun",
        ("place", "passing", "reason"),
        "{place} locked down; let through: {passing}. {reason}",
        icon="lock",
        tone="bad",
        confidential=("reason",),
    ),
    Kind(
        "access.lockdown.ended",
        ("place", "reason"),
        "{place} opened again. {reason}",
        icon="lock-open",
        tone="good",
        confidential=("reason",),
    ),
    Kind(
        "access.isps_level.proposed",
        ("place", "from_level", "to_level", "steps_back_at", "reason"),
        "ISPS level {to_level} proposed for {place}, instead of {from_level}. {reason}",
        icon="shield-half",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.isps_level.confirmed",
        ("place", "from_level", "to_level", "steps_back_at", "reason"),
        "ISPS level {to_level} in force at {place}, instead of {from_level}. {reason}",
        icon="shield-alert",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.isps_level.declined",
        ("place", "to_level", "reason"),
        "ISPS level {to_level} for {place} declined. {reason}",
        icon="shield-x",
        confidential=("reason",),
    ),
    Kind(
        "access.isps_level.ended",
        ("place", "level", "by_itself"),
        "ISPS level {level} at {place} has ended.",
        icon="shield-check",
    ),
    Kind(
        "access.isps_level.not_confirmed",
        ("place", "to_level", "reasons"),
        "An attempt to confirm ISPS level {to_level} at {place} was refused: {reasons}.",
        icon="ban",
        tone="bad",
    ),
)
