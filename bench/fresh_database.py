"""A database for one round of a benchmark: throw-away servers, migrated, with Django set up on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def fresh_database() -> Iterator[None]:
    """Servers that end with the block. Once in a process, since Django is set up only once."""
    from portsec.embedded import EmbeddedServers

    with EmbeddedServers.throw_away() as servers:
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
        yield
