"""Servers, tables and keys for the benchmarks of the ledger; only its own tables are made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.note import SignerKey

ORIGIN = "bench.example/ledger"
# As an entry of a gate attempt looks: about 400 bytes of content.
ENTRIES = """
INSERT INTO ledger_entry
  (id, schema, kind, kind_version, at, actor, subject, port, body, writer, content_hash)
SELECT gen_random_uuid(), 1, 'bench.note.taken', 1, now(), 'device:R' || n %% 40, 'badge:' || n %% 90000,
       'XXBNC', jsonb_build_object('text', repeat('x', 200), 'number', n), 'bench', sha256(int8send(n))
FROM generate_series(1, %s) AS n
"""


@contextmanager
def ledger(*, durable: bool) -> Iterator[SignerKey]:
    """A database with the ledger's tables, and the key that signs. `durable` waits for the disk."""
    from portsec.embedded import EmbeddedServers

    with tempfile.TemporaryDirectory(prefix="portsec-bench-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        own = EmbeddedServers(Path(place) / "servers", redis=False) if durable else None
        with own or EmbeddedServers.throw_away(redis=False) as servers:
            os.environ.update(servers.environment)
            os.environ.update(SECRET_KEY="bench-only-" + "0123456789abcdef" * 3, DEMO="1", DATA_DIR=place)
            os.environ.setdefault("REDIS_URL", "unix:///nonexistent/redis.sock")
            for name in ("LEDGER_KEY_FILE", "LEDGER_POLICY_FILE", "LEDGER_PUBLISHED_DIR"):
                os.environ.pop(name, None)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
            import django
            from django.core.management import call_command
            from django.db import connection

            django.setup()
            call_command("migrate", "ledger", verbosity=0)

            from ledger import kinds
            from ledger.note import SignerKey

            kinds.register(kinds.Kind("bench.note.taken", ("text", "number"), "{text}"))
            try:
                yield SignerKey.new(ORIGIN)
            finally:
                connection.close()
