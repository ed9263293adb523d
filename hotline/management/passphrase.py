"""Asks a keeper for a passphrase."""

from __future__ import annotations

import getpass
import sys


def passphrase_of(keeper: str) -> str:
    """Typed without being shown; a line of stdin where nobody sits at a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Passphrase of {keeper}: ")
    return sys.stdin.readline().rstrip("\n")
