"""Restricted areas, their opening hours, the gates between them and the readers at those gates."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import GateKind
from access.gate.isps import IspsLevel, RosterRule
from access.gate.passage import AntiPassbackMode

ISPS_LEVELS = [(level.value, f"Level {level.value}") for level in IspsLevel]
HIGHEST = IspsLevel.EXCEPTIONAL.value


class Area(models.Model):
    """A restricted area; areas nest. Written by `access.services.area`.

    `isps_level` is the level to which changes step back; which one counts now says `selectors.isps_level`.
    `level` is the rank of clearance that it needs: 0 none, 1 standard, 2 enhanced, 3 authority. What an area
    asks holds in the areas inside it, too. `trainings` are codes of `Training`. `two_person_seconds`: nobody
    may be alone inside, and two who enter together present themselves within so many seconds. `passback_*` is
    the rule against a second entry without a way out, of this area alone. `walk_path`: crews with a ship-call
    permit walk here between ship and gate. `zone`: time zone of the opening hours, empty is the port's.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField(default=1)
    isps_level = models.PositiveSmallIntegerField(default=IspsLevel.NORMAL.value, choices=ISPS_LEVELS)
    is_restricted = models.BooleanField(default=True)
    trainings = ArrayField(models.CharField(max_length=40), default=list)
    biometric = models.BooleanField(default=False)
    escort_allowed = models.BooleanField(default=True)
    two_person_seconds = models.PositiveSmallIntegerField(null=True)
    roster = models.PositiveSmallIntegerField(
        default=RosterRule.NOT_ASKED.value, choices=[(rule.value, rule.name.lower()) for rule in RosterRule]
    )
    vehicles_allowed = models.BooleanField(default=True)
    vehicle_booking = models.BooleanField(default=False)
    walk_path = models.BooleanField(default=False)
    passback_mode = models.CharField(max_length=5, choices=AntiPassbackMode.choices(), blank=True)
    passback_seconds = models.PositiveIntegerField(null=True)
    passback_forgets_hours = models.PositiveSmallIntegerField(null=True, default=16)
    zone = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["port", "code"], name="area_code_once_per_port"),
            models.CheckConstraint(name="area_level_0_to_3", condition=models.Q(level__range=(0, 3))),
            models.CheckConstraint(
                name="area_isps_level_1_to_3", condition=models.Q(isps_level__range=(1, 3))
            ),
            models.CheckConstraint(name="area_roster_0_to_3", condition=models.Q(roster__range=(0, 3))),
            models.CheckConstraint(
                name="area_timed_passback_has_a_period",
                condition=~models.Q(passback_mode=AntiPassbackMode.TIMED.value)
                | models.Q(passback_seconds__gt=0),
            ),
            models.CheckConstraint(
                name="area_two_persons_have_time",
                condition=models.Q(two_person_seconds=None) | models.Q(two_person_seconds__gt=0),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"area:{self.port.locode}/{self.code}"


class OtherDay(models.Model):
    """A day on which an area has hours of its own: a holiday, an inspection. Without spans it is closed.

    Written by `access.services.opening_hours`.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="other_days")
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["area", "day"], name="other_day_once_per_area"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OpeningSpan(models.Model):
    """From `opens` up to but not including `closes`, on a weekday (0 is Monday) or on an other day.

    A `closes` that is not after `opens` belongs to the next day. An area without any span never closes.
    Written by `access.services.opening_hours`.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="opening_spans")
    weekday = models.PositiveSmallIntegerField(null=True)
    other_day = models.ForeignKey(OtherDay, on_delete=models.CASCADE, null=True, related_name="spans")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ("weekday", "opens")
        constraints = (
            models.CheckConstraint(
                name="opening_span_of_one_kind_of_day",
                condition=models.Q(weekday__range=(0, 6), other_day=None)
                | models.Q(weekday=None, other_day__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.opens:%H:%M} to {self.closes:%H:%M}"


class Gate(models.Model):
    """A place where people or vehicles pass, with one reader or several. Written by `access.services.gate`.

    `highest_level`: the highest ISPS level at which it serves. `instructions` are for the guard who stands
    there.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="gates")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=GateKind.choices(), default=GateKind.PEDESTRIAN.value)
    highest_level = models.PositiveSmallIntegerField(default=HIGHEST, choices=ISPS_LEVELS)
    instructions = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=["port", "code"], name="gate_code_once_per_port"),
            models.CheckConstraint(
                name="gate_highest_level_1_to_3", condition=models.Q(highest_level__range=(1, 3))
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"gate:{self.port.locode}/{self.code}"

    @property
    def kind_word(self) -> GateKind:
        return GateKind(self.kind)


class Reader(models.Model):
    """A reader at a gate, leading from one area to another (empty: outside). Written by `services.reader`.

    `device` is the account whose token the reader uses; without one it cannot submit attempts. `device_key`
    is its Ed25519 public key, which signs its queue: `queue_next` is the number of the entry that is asked
    for next, `queue_line` the digest of the last one taken. `list_issued_at`, `seen_at`: of the list of
    revoked badges that it fetched last, and when it was last heard of. A reader without a gate stands alone.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="readers")
    code = models.CharField(max_length=40)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, null=True, related_name="readers")
    area_from = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="readers_out")
    area_to = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="readers_in")
    terminal = models.CharField(max_length=60, blank=True)
    in_service = models.BooleanField(default=True)
    device = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, related_name="reader")
    device_key = models.BinaryField(max_length=32, null=True, unique=True)
    queue_next = models.PositiveBigIntegerField(default=0)
    queue_line = models.BinaryField(max_length=32, null=True)
    list_issued_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["port", "code"], name="reader_code_once_per_port"),)

    def __str__(self) -> str:
        return self.code


class DeviceEnrolment(models.Model):
    """A code with which one device may enrol at one reader, once. Written by `services.device`.

    The code is kept as a SHA-256 of 160 random bits and shown once.
    """

    reader = models.ForeignKey(Reader, on_delete=models.PROTECT, related_name="enrolments")
    code_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.reader} until {self.expires_at}"


class TravelTime(models.Model):
    """The shortest time in which a person gets from one reader to another. Written by port import."""

    reader_from = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="travel_from")
    reader_to = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="travel_to")
    minimum_seconds = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["reader_from", "reader_to"], name="travel_time_once"),)

    def __str__(self) -> str:
        return f"{self.reader_from} to {self.reader_to}: {self.minimum_seconds} s"
