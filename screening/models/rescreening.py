"""Rescreening of people against the lists: runs, one row of work for each person, and the screening log."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models

from screening.enums import RunState, ScreeningPurpose, TaskState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH
from screening.transitions import SCREENING_RUN


def new_run_reference() -> str:
    return "S-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class ScreeningRun(models.Model):
    """People of one port are compared with the lists again. Written by `screening.services.rescreening`.

    `slot` makes a run unique at its port: asking twice makes one run. `lists` are the versions in force when
    it was opened, `since` the versions after which entries count as changed (a run by list delta only).
    `looking` counts the stretches of people who are still to be looked through for those to screen.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_run_reference)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="screening_runs")
    purpose = models.CharField(max_length=13, choices=ScreeningPurpose.choices())
    slot = models.CharField(max_length=120)
    cause = models.TextField(blank=True)
    lists = models.JSONField(default=dict)
    since = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    looking = models.PositiveIntegerField(default=0)
    looked_through = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)
    new_hits = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=RunState.choices(), default=RunState.RUNNING.value)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "slot"], name="screening_run_once_per_slot"),
            models.CheckConstraint(
                name="screening_run_done_within_total",
                condition=models.Q(total__gte=models.F("done") + models.F("failed")),
            ),
            models.CheckConstraint(
                name="screening_run_done_is_complete",
                condition=~models.Q(state="done")
                | models.Q(looking=0, total=models.F("done") + models.F("failed")),
            ),
            models.CheckConstraint(
                name="screening_run_ended_has_time",
                condition=models.Q(state="running") | models.Q(finished_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=["port", "purpose"],
                name="screening_run_running",
                condition=models.Q(state="running"),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="screening_run_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in SCREENING_RUN.items()}),
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"rescreening:{self.ref}"

    @property
    def purpose_word(self) -> ScreeningPurpose:
        return ScreeningPurpose(self.purpose)

    @property
    def state_word(self) -> RunState:
        return RunState(self.state)


class ScreeningTask(models.Model):
    """One person to screen in one run. Written by `screening.services.rescreening_work`.

    `chunk` names the job that does it. A row is done in the transaction that keeps what was found, so that a
    killed worker leaves it as it was.
    """

    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="tasks")
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="screening_tasks")
    chunk = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=TaskState.choices(), default=TaskState.WAITING.value)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["run", "person"], name="screening_task_once"),)
        indexes = (
            models.Index(
                fields=["run", "chunk"], name="screening_task_waiting", condition=models.Q(state="waiting")
            ),
        )

    def __str__(self) -> str:
        return f"{self.run} {self.person}"

    @property
    def state_word(self) -> TaskState:
        return TaskState(self.state)


class ScreeningQuery(models.Model):
    """The screening log: one person was compared with the lists, why, and with which versions.

    Written by `screening.services.screening_log`, never altered. A run screens each of its people once.
    """

    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="screening_queries")
    person_version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=13, choices=ScreeningPurpose.choices())
    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, null=True, related_name="queries")
    subject = models.CharField(max_length=60, blank=True)
    lists = models.JSONField()
    at = models.DateTimeField()
    alerts = models.PositiveIntegerField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["run", "person"],
                name="screened_once_per_run",
                condition=models.Q(run__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["person", "-at"], name="screening_query_of_person"),)
        triggers = (
            pgtrigger.Protect(name="screening_query_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.at}"

    @property
    def purpose_word(self) -> ScreeningPurpose:
        return ScreeningPurpose(self.purpose)


class MatchMeasurement(models.Model):
    """How well names were told apart on one day. Written by `services.match_quality`, never altered.

    `groups` holds the same figures for each pitfall of the labelled set, `wrong` the pairs that were judged
    wrongly. `alerts` are those for `people` made-up people who are on no list.
    """

    measured_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    threshold = models.DecimalField(max_digits=4, decimal_places=3)
    pairs = models.PositiveIntegerField()
    precision = models.DecimalField(max_digits=4, decimal_places=3)
    recall = models.DecimalField(max_digits=4, decimal_places=3)
    f1 = models.DecimalField(max_digits=4, decimal_places=3)
    groups = models.JSONField()
    wrong = models.JSONField()
    lists = models.JSONField()
    entries = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    alerts = models.PositiveIntegerField()
    seconds = models.DecimalField(max_digits=8, decimal_places=3)

    class Meta:
        ordering = ("-measured_at", "-pk")
        triggers = (
            pgtrigger.Protect(name="match_measurement_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.measured_at:%Y-%m-%d} F1 {self.f1}"

    @property
    def alerts_per_thousand(self) -> float:
        return 1000 * self.alerts / self.people if self.people else 0.0
