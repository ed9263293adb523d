"""Keeps need-to-know grants. The one writer of this table."""

from __future__ import annotations

from collections.abc import Sequence

from access.models import Grant
from access.port_directory.records import GrantRow
from access.services.merge import Merged, merge
from accounts.models import Port


def keep_many(port: Port, rows: Sequence[GrantRow]) -> Merged:
    """Keep grants that the port has given elsewhere, each account, object, field class and start once."""
    return merge(
        Grant,
        {
            "account": [row.account for row in rows],
            "object_type": [row.object_type for row in rows],
            "object_ref": [row.object for row in rows],
            "field_class": [row.field_class for row in rows],
            "purpose": [row.purpose for row in rows],
            "valid_from": [row.valid_from for row in rows],
            "valid_until": [row.valid_until for row in rows],
            "granted_by": [row.granted_by for row in rows],
        },
        same={"port": port.pk},
        key=("port", "account", "object_type", "object_ref", "field_class", "valid_from"),
        update=("purpose", "valid_until", "granted_by"),
    )
