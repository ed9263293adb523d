"""What the record says about personnel systems, the accounts that they keep and teams."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.personnel_feed.connected",
        ("feed", "organisation"),
        "The personnel system of {organisation} was connected as {feed}.",
        icon="plug",
    ),
    Kind(
        "access.provisioned_account.changed",
        ("username", "organisation", "fields"),
        "The personnel system of {organisation} changed {fields} of {username}.",
        icon="user",
    ),
    Kind(
        "access.provisioned_account.removed",
        ("username", "organisation"),
        "The personnel system of {organisation} removed {username}; the account is closed.",
        icon="ban",
        tone="bad",
    ),
    Kind(
        "access.team.made",
        ("team", "joined"),
        "Team {team} made; joined: {joined}.",
        icon="users",
    ),
    Kind(
        "access.team.changed",
        ("team", "was_called", "joined", "left"),
        "Team {team} (was {was_called}) changed; joined: {joined}; left: {left}.",
        icon="users",
    ),
    Kind("access.team.removed", ("team",), "Team {team} removed.", icon="x", tone="wait"),
)
