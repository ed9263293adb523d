"""What the record says about look-ups, grants, flags, person-cases and imports."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.look_up.shown",
        ("event", "account", "action", "object", "field_class", "explanation"),
        "{account}: {action} {object}, {field_class}, explained by {explanation}.",
        icon="eye",
    ),
    Kind(
        "access.look_up.refused",
        ("event", "account", "action", "object", "field_class", "reasons"),
        "{account}: {action} {object}, {field_class}, refused: {reasons}.",
        icon="eye-off",
        tone="bad",
    ),
    Kind(
        "access.flag.raised",
        ("rule", "severity", "case"),
        "{rule} ({severity}) in {case}.",
        icon="flag",
        tone="wait",
    ),
    Kind(
        "access.person_case.opened", ("case",), "Person-case {case} opened.", icon="folder-open", tone="wait"
    ),
    Kind("access.person_case.assigned", ("case", "owner"), "{case} taken by {owner}.", icon="hand"),
    Kind(
        "access.person_case.closed",
        ("case", "outcome", "reason"),
        "{case}: {outcome}. {reason}",
        icon="folder-check",
        confidential=("reason",),
    ),
    Kind(
        "access.person_case.reopened",
        ("case", "reason"),
        "{case} opened again. {reason}",
        icon="folder-open",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.person_case.escalated",
        ("case", "application", "reason"),
        "{case} escalated; reassessment {application} opened. {reason}",
        icon="siren",
        tone="bad",
        confidential=("reason",),
    ),
    # Events of other systems come by the thousand; the digest of a batch vouches for each of them.
    Kind(
        "access.events.kept",
        ("stream", "source", "events", "first", "last", "digest"),
        "{events} {stream} events of source {source} kept, numbers {first} to {last}.",
        icon="folder-input",
    ),
    Kind(
        "access.events.exported",
        ("form", "events", "digest"),
        "{events} events exported as {form}, manifest {digest}.",
        icon="folder-output",
    ),
    Kind(
        "access.port_directory.imported",
        ("files", "rows", "refused"),
        "Port directory imported: {rows} rows from {files}, {refused} refused.",
        icon="folder-input",
    ),
)
