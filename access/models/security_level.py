"""What closes gates for everybody: lockdowns and changes of the ISPS security level."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.enums import LevelChangeState
from access.models.area import Area, Gate
from access.transitions import LEVEL_CHANGE_TRANSITIONS


class Lockdown(models.Model):
    """A port, an area or one gate closed at once, until `ended_at`. Written by `access.services.lockdown`.

    `passing`: functions (`EmergencyFunction`) whose holders still come in. With a gate it is a hold of that
    gate alone. Ways out stay open.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="lockdowns")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="lockdowns")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, null=True, related_name="lockdowns")
    passing = ArrayField(models.CharField(max_length=20), default=list)
    reason = models.TextField()
    since = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=["port", "area", "gate"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="lockdown_one_open_per_place",
            ),
            models.CheckConstraint(
                name="lockdown_of_area_or_gate", condition=models.Q(area=None) | models.Q(gate=None)
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="lockdown_fixed", fields=["port", "area", "gate", "passing", "reason", "since", "by"]
            ),
        )

    def __str__(self) -> str:
        return str(self.gate or self.area or self.port)


class LevelChange(models.Model):
    """A change of the ISPS security level of a port, or of one area. Written by `services.isps_level`.

    One person proposes, another confirms; `steps_back_at` is when it ends by itself, and cannot be empty for
    a level above 1. A short level 3 may stand above a longer level 2, so that several may be in force, one of
    each level: the highest whose time has not passed counts (`selectors.isps_level`). What steps back needs
    no worker: the row says until when, and is marked as ended later.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="level_changes")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="level_changes")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    reason = models.TextField()
    state = models.CharField(
        max_length=8, choices=LevelChangeState.choices(), default=LevelChangeState.PROPOSED.value
    )
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    steps_back_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "area"],
                condition=models.Q(state=LevelChangeState.PROPOSED.value),
                nulls_distinct=False,
                name="level_change_one_proposed",
            ),
            models.UniqueConstraint(
                fields=["port", "area", "to_level"],
                condition=models.Q(state=LevelChangeState.IN_FORCE.value),
                nulls_distinct=False,
                name="level_change_one_in_force",
            ),
            models.CheckConstraint(
                name="level_change_1_to_3",
                condition=models.Q(from_level__range=(1, 3), to_level__range=(1, 3)),
            ),
            models.CheckConstraint(
                name="level_change_up_has_an_end",
                condition=models.Q(to_level=1) | models.Q(steps_back_at__isnull=False),
            ),
            models.CheckConstraint(
                name="level_change_by_two",
                condition=~models.Q(state__in=(LevelChangeState.IN_FORCE.value, LevelChangeState.ENDED.value))
                | ~models.Q(decided_by=models.F("proposed_by")),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="level_change_states",
                field="state",
                transitions=sorted(
                    {(old.value, new.value) for (old, _), new in LEVEL_CHANGE_TRANSITIONS.items()}
                ),
            ),
            pgtrigger.ReadOnly(
                name="level_change_fixed",
                fields=[
                    *("port", "area", "from_level", "to_level", "reason"),
                    *("steps_back_at", "proposed_by", "proposed_at"),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.area or self.port}: {self.from_level} to {self.to_level}"

    @property
    def state_word(self) -> LevelChangeState:
        return LevelChangeState(self.state)
