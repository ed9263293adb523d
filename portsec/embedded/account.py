"""The account that servers run under. PostgreSQL refuses to run as root, so root needs another one."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

from portsec.embedded.directory import ServerError

ACCOUNT = "portsec"


def server_account() -> str | None:
    """None for an ordinary user; for root the system account `portsec`, which is made if it is absent."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
    return ACCOUNT


def _make_account() -> None:
    argv = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        ACCOUNT,
    ]
    try:
        subprocess.run(argv, check=True, capture_output=True, text=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or str(error)
        raise ServerError(
            f"PostgreSQL does not run as root, and the account '{ACCOUNT}' cannot be made"
            f" ({reason.strip()}): run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from None


def give(path: Path, account: str | None) -> None:
    """Make `path` a private directory of the account."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    if account is not None:
        entry = pwd.getpwnam(account)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def give_tree(path: Path, account: str | None) -> None:
    """Make `path` and all in it a private matter of the account; modes stay."""
    if account is None:
        return
    entry = pwd.getpwnam(account)
    for directory, _, files in os.walk(path):
        for name in (directory, *(os.path.join(directory, file) for file in files)):
            os.chown(name, entry.pw_uid, entry.pw_gid)


def let_reach(path: Path, account: str | None) -> None:
    """Let the account pass through the directories above `path` (through, not into: only the x bit)."""
    if account is None:
        return
    opened = []
    for directory in path.absolute().parents:
        mode = stat.S_IMODE(directory.stat().st_mode)
        if not mode & stat.S_IXOTH and directory.owner() != account:
            directory.chmod(mode | stat.S_IXOTH)
            opened.append(str(directory))
    if opened:  # a change to the reader's machine must not be silent
        print(f"portsec: let the account {account} pass through {', '.join(opened)}", file=sys.stderr)  # noqa: T201


def let_read(tree: Path, account: str | None) -> None:
    """Open an installed tree for reading, where it was installed under a umask that closed it."""
    let_reach(tree, account)
    if account is None or tree.stat().st_mode & 0o005 == 0o005:
        return
    for directory, _, files in os.walk(tree):
        for path in (Path(directory), *(Path(directory) / name for name in files)):
            mode = path.stat().st_mode
            path.chmod(stat.S_IMODE(mode) | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
