"""By which source and code an event of the log is known, so that it is kept once."""

from __future__ import annotations

import pgtrigger
from django.db import models


class EventKey(models.Model):
    """One event of the log: `source` and `code` as it came, and where it stands. Written with the event.

    A unique key of a table in partitions must hold the column of the partitions, here the time; the same
    number with another time would then be a second event. So the key has a table of its own, in one piece,
    and the triggers of `kept_once` fill it for every writer of events. A second event of a key is refused by
    the database. It is also the way to an event whose code is known, without a look into every month.
    `port` is the port's primary key.
    """

    pk = models.CompositePrimaryKey("port", "stream", "source", "code")
    port = models.BigIntegerField()
    stream = models.CharField(max_length=4, choices=[("gate", "Gate"), ("data", "Data")])
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=100)
    at = models.DateTimeField()
    number = models.BigIntegerField()

    class Meta:
        triggers = (pgtrigger.Protect(name="event_key_fixed", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.stream} {self.source} {self.code}"


def kept_once(stream: str) -> pgtrigger.Trigger:
    """The trigger that writes the keys of new events, once for each statement however many rows it has."""
    return pgtrigger.Trigger(
        name=f"{stream}_event_key",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="kept"),  # type: ignore[no-untyped-call]
        func=(
            "INSERT INTO access_eventkey (port, stream, source, code, at, number)"  # noqa: S608  our own words
            f" SELECT port_id, '{stream}', source, code, at, number FROM kept; RETURN NULL;"
        ),
    )
