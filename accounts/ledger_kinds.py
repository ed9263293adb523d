"""What the record says about accounts."""

from ledger.kinds import Kind, register

register(
    Kind("accounts.user.created", ("username", "device"), "Account {username} created.", icon="user-plus"),
    Kind(
        "accounts.user.blocked",
        ("username", "reason"),
        "Account {username} blocked: {reason}",
        icon="ban",
        tone="bad",
    ),
    Kind(
        "accounts.user.opened",
        ("username", "reason"),
        "Account {username} opened: {reason}",
        icon="user-check",
    ),
    Kind(
        "accounts.user.invited",
        ("username",),
        "A link to set a password was made for {username}.",
        icon="mail",
    ),
    Kind("accounts.token.issued", ("username",), "A token was made for the device {username}.", icon="key"),
    Kind(
        "accounts.role.given",
        ("username", "role", "port_name"),
        "{role} given to {username} at {port_name}.",
        icon="key",
    ),
    Kind(
        "accounts.role.ended",
        ("username", "role", "port_name", "reason"),
        "{role} of {username} at {port_name} ended: {reason}",
        icon="key",
        tone="wait",
    ),
    Kind("accounts.session.started", ("username",), "{username} signed in.", icon="log-in"),
    Kind(
        "accounts.session.refused",
        ("username",),
        "A sign-in as {username} was refused.",
        icon="ban",
        tone="bad",
    ),
    Kind(
        "accounts.list.exported",
        ("page", "query", "rows", "digest"),
        "Exported {rows} rows of {page}.",
        icon="download",
    ),
)
