"""Collects static files only when a source changed, since most of a start's seconds go there."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from portsec.kernel.errors import PortsecError

STAMP = "static.fingerprint"


def collect_if_changed(data_dir: Path) -> bool:
    """True when files were collected. Raises PortsecError when the data directory cannot be written."""
    stamp = data_dir / STAMP
    now = fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        stamp.write_text(now, encoding="ascii")
    except OSError as error:
        raise PortsecError(f"setting DATA_DIR: cannot write {stamp}: {error.strerror}") from None
    return True


def fingerprint() -> str:
    """SHA-256 over name, size and time of change of every source file."""
    seal = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda item: item[0]):
            seal.update(f"{name}:{storage.size(name)}:{storage.get_modified_time(name)}\n".encode())
    return seal.hexdigest()
