"""What the record says about measurements of what is usual."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.measurement.made",
        ("kind", "number", "found"),
        "Measured what is usual ({kind}), version {number}: {found} found.",
        icon="ruler",
    ),
)
