"""What the record says about container traces, seizures, planted records and detection rules."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.container_trace.asked",
        ("container", "since", "until", "case_ref", "lookers"),
        "Traced {container} from {since} until {until} for {case_ref}: {lookers} looked.",
        icon="route",
        confidential=("case_ref",),
    ),
    Kind(
        "access.seizure.asked",
        ("containers", "since", "until", "case_ref", "standing_out"),
        "Asked who looked up {containers} from {since} until {until} for {case_ref}: {standing_out} people.",
        icon="target",
        confidential=("case_ref",),
    ),
    # Numbers of planted records stand in no entry: whoever reads the record would know them.
    Kind(
        "access.honey_container.rotated",
        ("planted", "taken_out"),
        "Planted records rotated: {planted} put in, {taken_out} taken out.",
        icon="refresh-cw",
    ),
    Kind(
        "access.honey_container.shown",
        ("shown", "reason"),
        "The numbers of {shown} planted records shown: {reason}",
        icon="eye",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.rule_version.proposed",
        ("rule", "number", "values", "reason"),
        "{rule}, values {number} proposed: {values}. {reason}",
        icon="sliders-horizontal",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.rule_version.replayed",
        ("rule", "number", "days", "found_new", "found_old"),
        "{rule}, values {number} replayed over {days} days: {found_new} found, {found_old} now.",
        icon="history",
    ),
    Kind(
        "access.rule_version.shadowed",
        ("rule", "number", "until"),
        "{rule}, values {number} run silently until {until}.",
        icon="eye-off",
    ),
    Kind(
        "access.rule_version.activated",
        ("rule", "number", "values", "replaced"),
        "{rule}, values {number} in force: {values}. Before: {replaced}.",
        icon="check",
        tone="good",
    ),
    Kind(
        "access.rule_version.dropped",
        ("rule", "number", "reason"),
        "{rule}, values {number} dropped. {reason}",
        icon="x",
        confidential=("reason",),
    ),
)
