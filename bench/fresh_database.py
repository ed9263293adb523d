"""A database for one round of a benchmark: throw-away servers, migrated, with Django set up on them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portsec.embedded import EmbeddedServers


@contextmanager
def fresh_database(*, durable: bool = False) -> Iterator[None]:
    """Servers that end with the block. Once in a process, since Django is set up only once.

    `durable`: every commit waits for the disk, as in service.
    """
    from portsec.embedded import EmbeddedServers

    with tempfile.TemporaryDirectory(prefix="portsec-bench-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        own = EmbeddedServers(Path(place) / "servers") if durable else None
        with own or EmbeddedServers.throw_away() as servers:
            _set_up(servers)
            yield


def _set_up(servers: EmbeddedServers) -> None:
    data = servers.directory.path / "data"
    data.mkdir(exist_ok=True)
    os.environ.update(servers.environment)
    os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=str(data))
    os.environ.pop("CREDENTIAL_KEY_DIR", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
