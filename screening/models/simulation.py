"""What a draft of a policy would change among the decided cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from screening.enums import ClearanceLevel, Recommendation, SimulatedChange, SimulationState


class Simulation(models.Model):
    """One run of a draft's exact text over decided cases. Written by `screening.services.simulation`.

    `cases` are the cases to go through, in order; the first `done` of them were. `unread` counts those that
    could not be judged, with `tally` counting the others by level and by recommendation before and after.
    """

    draft = models.ForeignKey("screening.PolicyDraft", on_delete=models.PROTECT, related_name="simulations")
    document = models.TextField()
    digest = models.CharField(max_length=64)
    ports = models.ManyToManyField("accounts.Port", related_name="+")
    cases = ArrayField(models.BigIntegerField(), default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    tally = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=SimulationState.choices(), default=SimulationState.RUNNING.value
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="simulation_done_within_total", condition=models.Q(done__lte=models.F("total"))
            ),
            models.CheckConstraint(
                name="simulation_finished_is_complete",
                condition=models.Q(state="running")
                | models.Q(done=models.F("total"), finished_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Simulation {self.pk} of {self.draft}"

    @property
    def reference(self) -> str:
        return f"simulation:{self.pk}"

    @property
    def state_word(self) -> SimulationState:
        return SimulationState(self.state)


class SimulatedCase(models.Model):
    """A decided case that would differ under the draft. Goes with the case when that is erased.

    `rows` says why: rule rows that speak only before or only after, by number and in their own words, never
    what they were found in.
    """

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="differing")
    application = models.ForeignKey("screening.Application", on_delete=models.CASCADE, related_name="+")
    change = models.CharField(max_length=14, choices=SimulatedChange.choices())
    before = models.CharField(max_length=12, choices=Recommendation.choices())
    after = models.CharField(max_length=12, choices=Recommendation.choices())
    level_before = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    level_after = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    months_before = models.PositiveSmallIntegerField()
    months_after = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["simulation", "application"], name="simulated_case_once"),
        )

    def __str__(self) -> str:
        return f"{self.application} {self.before} {self.after}"

    @property
    def change_word(self) -> SimulatedChange:
        return SimulatedChange(self.change)

    @property
    def before_word(self) -> Recommendation:
        return Recommendation(self.before)

    @property
    def after_word(self) -> Recommendation:
        return Recommendation(self.after)

    @property
    def level_before_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level_before)

    @property
    def level_after_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level_after)
