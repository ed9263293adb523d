"""What the record says about areas, gates, readers, barriers, lockdowns and ISPS levels."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.gate_attempt.granted",
        ("event", "reader", "direction", "badge", "reasons"),
        "Badge {badge} let through at {reader}, {direction}.",
        icon="door-open",
        tone="good",
    ),
    Kind(
        "access.gate_attempt.refused",
        ("event", "reader", "direction", "badge", "reasons"),
        "Badge {badge} refused at {reader}, {direction}: {reasons}.",
        icon="ban",
        tone="bad",
    ),
    Kind(
        "access.gate_attempt.seen",
        ("event", "reader", "badge"),
        "Attempt with badge {badge} at {reader} marked as seen.",
        icon="eye",
    ),
    Kind(
        "access.door_event.seen",
        ("event", "reader", "what"),
        "Door at {reader}, {what}, marked as seen.",
        icon="eye",
    ),
    Kind(
        "access.device_code.made",
        ("reader", "expires_at"),
        "Code made to enrol a device at reader {reader}, good until {expires_at}.",
        icon="smartphone-nfc",
        tone="wait",
    ),
    Kind(
        "access.device.enrolled",
        ("reader", "device", "key"),
        "Device {device} enrolled at reader {reader} with key {key}.",
        icon="smartphone-nfc",
        tone="good",
    ),
    Kind(
        "access.device.withdrawn",
        ("reader", "device", "reason"),
        "Device {device} of reader {reader} withdrawn. {reason}",
        icon="smartphone-nfc",
        tone="bad",
        confidential=("reason",),
    ),
    Kind(
        "access.passage_alone.granted",
        ("event", "reader", "direction", "badge", "decided_by", "reasons", "entry"),
        "Badge {badge} let through by {decided_by} at {reader} alone, {direction}.",
        icon="door-open",
        tone="wait",
    ),
    Kind(
        "access.passage_alone.refused",
        ("event", "reader", "direction", "badge", "decided_by", "reasons", "entry"),
        "Badge {badge} refused by {decided_by} at {reader} alone, {direction}: {reasons}.",
        icon="ban",
        tone="bad",
    ),
    Kind(
        "access.presence.forgiven",
        ("area", "reason"),
        "Who is inside {area} set right after seeing the person. {reason}",
        icon="user-check",
        confidential=("reason",),
    ),
    Kind(
        "access.duty.confirmed",
        ("area", "starts_at", "ends_at", "reason"),
        "Work outside the roster confirmed, {area}, from {starts_at} to {ends_at}. {reason}",
        icon="calendar-check",
        confidential=("reason",),
    ),
    Kind(
        "access.door_event.told",
        ("event", "reader", "what", "seconds"),
        "Door at {reader}: {what}.",
        icon="door-closed",
        tone="wait",
    ),
)
