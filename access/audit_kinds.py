"""What the record says about audits of look-ups."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.audit.asked",
        ("container", "since", "until", "could_see", "look_ups"),
        "Asked who could see {container} from {since} until {until}: {could_see} people, {look_ups} events.",
        icon="scan-eye",
    ),
)
