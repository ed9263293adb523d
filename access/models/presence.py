"""Who is inside, what doors tell of themselves, and what a supervisor or guard adds to it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models

from access.enums import Direction, DoorEventKind
from access.models.area import Area, Reader


class Presence(models.Model):
    """The last granted passage of a person into or out of an area. Written with it by `services.gate_event`.

    One row a person and area. `escort`: who led them in; empty on the way out. `forgiven_at`: a guard saw the
    person and set the record right, so that passages up to then no longer count. `came_on_permit`: the entry
    rested on a permit or visit and not on a clearance.
    """

    person = models.ForeignKey("screening.Person", on_delete=models.CASCADE, related_name="presences")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="presences")
    direction = models.CharField(max_length=3, choices=Direction.choices())
    at = models.DateTimeField()
    escort = models.ForeignKey(
        "screening.Person", on_delete=models.CASCADE, null=True, related_name="escorted_presences"
    )
    event_number = models.BigIntegerField(null=True)
    came_on_permit = models.BooleanField(default=False)
    forgiven_at = models.DateTimeField(null=True)
    forgiven_by = models.CharField(max_length=120, blank=True)
    forgiven_reason = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "area"], name="presence_once"),)
        indexes = (
            models.Index(fields=["area", "direction"], name="presence_of_area"),
            models.Index(
                fields=["escort"], condition=models.Q(escort__isnull=False), name="presence_with_escort"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.direction} {self.area}"


class DoorEvent(models.Model):
    """A door tells: entered, nobody entered, forced, held open.

    Written by `services.door_event`; never altered. `source` and `code` make it unique, as for attempts.
    `attempt` is the nonce of the attempt that it follows, `seconds` how long it stood open.
    """

    id = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.BigAutoField(primary_key=True)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="door_events")
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=100)
    reader = models.ForeignKey(Reader, on_delete=models.PROTECT, related_name="door_events")
    kind = models.CharField(max_length=12, choices=DoorEventKind.choices())
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    attempt = models.CharField(max_length=100, blank=True)
    seconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-at", "-number")
        constraints = (
            models.UniqueConstraint(fields=["port", "source", "code"], name="door_event_once_per_source"),
        )
        indexes = (
            models.Index(fields=["port", "-at", "-number"], name="door_event_newest"),
            models.Index(fields=["reader", "attempt"], name="door_event_of_attempt"),
        )
        triggers = (
            pgtrigger.Protect(name="door_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.reader} {self.kind}"

    @property
    def kind_word(self) -> DoorEventKind:
        return DoorEventKind(self.kind)


class DutyConfirmation(models.Model):
    """A supervisor confirms that a person works outside the roster. Written by `services.duty`.

    `remote`: from outside the port's areas, where critical cargo data may then be read; it opens no gate.
    """

    person = models.ForeignKey(
        "screening.Person", on_delete=models.PROTECT, related_name="duty_confirmations"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="duty_confirmations")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    remote = models.BooleanField(default=False)
    reason = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-starts_at",)
        constraints = (
            models.CheckConstraint(
                name="duty_confirmation_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
        )
        indexes = (models.Index(fields=["person", "ends_at"], name="duty_confirmation_of_person"),)

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_at}"


class SilentAlarm(models.Model):
    """Somebody used a duress code at a gate or in a look-up. Read by care officers alone. Written with it.

    It stands in no log, page, export or file that others see; `stream` and `event_number` name the attempt or
    the look-up.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="silent_alarms")
    stream = models.CharField(max_length=4, choices=[("gate", "Gate"), ("data", "Data")], db_default="gate")
    event_number = models.BigIntegerField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ("-at",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["stream", "event_number"], name="silent_alarm_once"),)

    def __str__(self) -> str:
        return f"{self.at}"
