"""What the record says about release rights, their codes, and work context that comes by the API."""

from ledger.kinds import Kind, register

PARTIES = ("from_organisation", "to_organisation")

register(
    Kind(
        "access.release_right.begun",
        ("right", "container", "to_organisation"),
        "Release right {right} begun: {to_organisation} may pass on {container}.",
        icon="key-round",
        confidential=("to_organisation",),
    ),
    Kind(
        "access.release_right.offered",
        ("right", "container", *PARTIES, "event"),
        "Release right of {container} offered by {from_organisation} to {to_organisation} ({right}).",
        icon="hand-helping",
        tone="wait",
        confidential=PARTIES,
    ),
    Kind(
        "access.release_right.accepted",
        ("right", "container", *PARTIES, "event"),
        "Release right of {container} accepted by {to_organisation}, from {from_organisation} ({right}).",
        icon="handshake",
        tone="good",
        confidential=PARTIES,
    ),
    Kind(
        "access.release_right.declined",
        ("right", "container", *PARTIES, "reason"),
        "Release right of {container} declined by {to_organisation} ({right}). {reason}",
        icon="circle-x",
        tone="mute",
        confidential=(*PARTIES, "reason"),
    ),
    Kind(
        "access.release_right.withdrawn",
        ("right", "container", *PARTIES, "reason", "was_accepted"),
        "Release right of {container} taken back by {from_organisation} from {to_organisation} ({right})."
        " {reason}",
        icon="undo-2",
        tone="wait",
        confidential=(*PARTIES, "reason"),
    ),
    Kind(
        "access.release_right.used",
        ("right", "container", "to_organisation", "event"),
        "{container} collected by {to_organisation}, who held the release right ({right}).",
        icon="truck",
        tone="good",
        confidential=("to_organisation",),
    ),
    Kind(
        "access.release_right.refused",
        ("right", "container", "collected_by"),
        "{collected_by} came for {container} without holding its release right ({right}).",
        icon="ban",
        tone="bad",
        confidential=("collected_by",),
    ),
    Kind(
        "access.release_right.ended",
        ("right", "container"),
        "Release right of {container} ended, because the container has left ({right}).",
        icon="log-out",
        tone="mute",
    ),
    Kind(
        "access.release_code.kept",
        ("container", "replaced"),
        "A release code for {container} is kept, sealed.",
        icon="key-square",
    ),
    Kind(
        "access.release_code.shown",
        ("container", "right", "event"),
        "The release code of {container} was shown, once, to the holder of {right}.",
        icon="eye",
        tone="wait",
    ),
    Kind(
        "access.release_code.secret_rotated",
        ("resealed",),
        "A new secret seals release codes; {resealed} that wait were sealed anew.",
        icon="key-round",
    ),
    Kind(
        "access.release_code.secrets_forgotten",
        ("secrets",),
        "{secrets} earlier secrets of release codes were deleted.",
        icon="key-round",
        tone="mute",
    ),
    Kind(
        "access.work_context.delivered",
        ("table", "rows", "new", "changed"),
        "{rows} rows of {table} delivered: {new} new, {changed} changed.",
        icon="file-input",
    ),
)
