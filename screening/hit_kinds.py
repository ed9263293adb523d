"""What is recorded of hits on lists, of people and of members of crews alike."""

from __future__ import annotations

from ledger.kinds import Kind, register


def _kinds(noun: str, *more: str) -> tuple[Kind, ...]:
    """The steps of adjudication; `more` are further fields of the noun. Officers' words are confidential."""
    fields = (*more, "source", "entry")
    return (
        Kind(
            f"screening.{noun}.decided",
            (*fields, "decision", "reason"),
            "Entry {entry} of the {source}: {decision}. {reason}",
            icon="flag",
            confidential=("reason",),
        ),
        Kind(
            f"screening.{noun}.said_same",
            (*fields, "reason"),
            "Entry {entry} of the {source}: one officer says the same person; another must confirm. {reason}",
            icon="flag",
            tone="wait",
            confidential=("reason",),
        ),
        Kind(
            f"screening.{noun}.returned",
            (*fields, "reason"),
            "Entry {entry} of the {source}: the first word goes back, to be looked at anew. {reason}",
            icon="undo-2",
            tone="wait",
            confidential=("reason",),
        ),
        Kind(
            f"screening.{noun}.referred",
            (*fields, "authority", "reason"),
            "{entry} referred to {authority}; another officer enters the answer. {reason}",
            icon="landmark",
            tone="wait",
            confidential=("reason",),
        ),
        Kind(
            f"screening.{noun}.answered",
            (*fields, "answer", "reference", "reason"),
            "{entry}: the authority {answer}, its reference {reference}. {reason}",
            icon="landmark",
            confidential=("reason",),
        ),
    )


register(
    *_kinds("hit"),
    *_kinds("crew_hit", "crew_list"),
    Kind(
        "screening.hit.found",
        ("source", "entry"),
        "Screened again: may be entry {entry} of the {source}. An officer compares.",
        icon="flag",
        tone="wait",
    ),
)
