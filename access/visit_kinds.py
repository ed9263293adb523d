"""What the record says about visits and who is inside."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.visit.announced",
        ("visit", "host", "first_day", "last_day", "areas"),
        "Visit {visit} announced from {first_day} to {last_day}, for {areas}.",
        icon="calendar-plus",
    ),
    Kind(
        "access.visit.not_announced",
        ("host", "first_day", "reasons"),
        "{host} wanted to announce this person as a visitor for {first_day}: {reasons}",
        icon="user-x",
        tone="bad",
        confidential=("reasons",),
    ),
    Kind(
        "access.visit.cancelled",
        ("visit", "host", "reason"),
        "Visit {visit} cancelled. {reason}",
        icon="calendar-x",
        confidential=("reason",),
    ),
    Kind(
        "access.visit.lapsed",
        ("visit", "host"),
        "Nobody came for visit {visit}.",
        icon="calendar-minus",
        tone="mute",
    ),
    Kind(
        "access.visit.arrived",
        ("visit", "host", "paper", "escort", "badge", "areas"),
        "Visitor let in, visit {visit}: {paper} compared, card {badge} for {areas}.",
        icon="log-in",
        tone="good",
    ),
    Kind(
        "access.visit.turned_away",
        ("visit", "host", "reason"),
        "Visitor turned away, visit {visit}. {reason}",
        icon="ban",
        tone="bad",
        confidential=("reason",),
    ),
    Kind(
        "access.visit.left",
        ("visit", "host", "card"),
        "Visitor signed out, visit {visit}; card {card}.",
        icon="log-out",
    ),
    Kind(
        "access.visit.escort_changed",
        ("visit", "host", "escort"),
        "The visitor has another escort from now on, visit {visit}.",
        icon="users-round",
    ),
    Kind(
        "access.visit.rated_essential",
        ("visit", "host", "essential", "reason"),
        "Visit {visit}, essential at security level 3: {essential}. {reason}",
        icon="shield-alert",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.ship.departed",
        ("call", "ship", "permits"),
        "{ship} has left, call {call}; {permits} permits of its crew ended.",
        icon="ship",
        tone="wait",
    ),
    Kind(
        "access.roll_call.started",
        ("inside",),
        "Roll call started; {inside} people inside.",
        icon="megaphone",
        tone="wait",
    ),
    Kind(
        "access.roll_call.marked",
        ("roll_call", "seen"),
        "Seen at the assembly point: {seen}, {roll_call}.",
        icon="user-check",
        tone="good",
    ),
    Kind(
        "access.roll_call.ended",
        ("roll_call", "seen", "missing"),
        "Roll call ended: {seen} seen, {missing} missing, {roll_call}.",
        icon="check-check",
    ),
)
