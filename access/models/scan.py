"""What detection has still to look at, how far it is, and which feeds it could not trust."""

from __future__ import annotations

from django.db import models

from access.scanning.words import ScanLane


class EventToScan(models.Model):
    """An event that no scan has claimed yet. Written with the event, deleted by the scan that claims it.

    A queue of its own, since events are never altered and serial numbers show late commits out of order.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="events_to_scan")
    stream = models.CharField(max_length=4, choices=[("gate", "Gate"), ("data", "Data")])
    event_number = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["port", "at"], name="event_to_scan_by_port"),)

    def __str__(self) -> str:
        return f"{self.stream} {self.event_number}"


class ScanState(models.Model):
    """How far detection has judged a port's log in one lane, and there in one share of the people.

    Written by `access.services.scan`; locked by the scan that moves it on. `everybody_at`: until when also
    people without new events were judged. `seconds` is what the last scan took.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="scan_states")
    lane = models.CharField(max_length=7, choices=ScanLane.choices(), default=ScanLane.PERSON.value)
    shard = models.PositiveSmallIntegerField(default=0)
    scanned_until = models.DateTimeField()
    everybody_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    not_evaluated = models.JSONField(default=list)

    class Meta:
        ordering = ("lane", "shard")
        constraints = (models.UniqueConstraint(fields=["port", "lane", "shard"], name="scan_state_once"),)

    def __str__(self) -> str:
        return f"{self.port} {self.lane} {self.shard} until {self.scanned_until}"


class ReopenedSpan(models.Model):
    """Late events have reached a lane's past: its next scan judges again from `since` on.

    Written by the scan of people, which sees every event first; deleted by the scan that judged it again.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="reopened_spans")
    lane = models.CharField(max_length=7, choices=ScanLane.choices())
    shard = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        indexes = (models.Index(fields=["port", "lane", "shard"], name="reopened_span_of_lane"),)

    def __str__(self) -> str:
        return f"{self.lane} from {self.since}"


class DeadFeed(models.Model):
    """Nothing came from a feed in this stretch, though it should have. Written by `access.services.feed`.

    What leans on the feed is not judged for that time, in whatever part of the log a scan looks.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="dead_feeds")
    feed = models.CharField(max_length=30)
    since = models.DateTimeField()
    until = models.DateTimeField()
    detail = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("since", "feed")
        constraints = (models.UniqueConstraint(fields=["port", "feed", "since"], name="dead_feed_once"),)

    def __str__(self) -> str:
        return f"{self.feed} from {self.since} to {self.until}"
