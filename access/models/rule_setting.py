"""Values for detection rules at one port, over those that stand in the code."""

from __future__ import annotations

from django.db import models

from access.enums import Severity
from access.rule_editing.words import Phase, RuleVersionState, Side


class RuleVersion(models.Model):
    """Values for the parameters of one rule, from proposal to end. Written by `services.rule_setting`.

    `parameters` are by name those that differ from the code; the rest stays the code's own. `before` are all
    values that were in force when this was proposed or, once in force, those that it replaced. `replay` and
    `shadow` are figures without names (`rule_editing.figures`). While it runs silently, `judged_until` is how
    far that has come.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="rule_versions")
    rule = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    parameters = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=RuleVersionState.choices(), default=RuleVersionState.PROPOSED.value
    )
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=120)
    replay = models.JSONField(default=dict)
    replayed_at = models.DateTimeField(null=True)
    shadow = models.JSONField(default=dict)
    shadow_since = models.DateTimeField(null=True)
    shadow_until = models.DateTimeField(null=True)
    judged_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    remark = models.TextField(blank=True)
    active_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "rule", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["port", "rule"],
                condition=models.Q(state=RuleVersionState.ACTIVE.value),
                name="rule_version_active_once",
            ),
            models.UniqueConstraint(
                fields=["port", "rule"],
                condition=models.Q(
                    state__in=[RuleVersionState.PROPOSED.value, RuleVersionState.SHADOW.value]
                ),
                name="rule_version_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} values {self.number}"

    @property
    def reference(self) -> str:
        return f"rule_version:{self.pk}"

    @property
    def state_word(self) -> RuleVersionState:
        return RuleVersionState(self.state)


class RuleFinding(models.Model):
    """What a version that is not in force would have found. Written by `services.rule_trial`.

    It weighs on nobody: no page shows it by person, and it is deleted once the version is decided.
    """

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="findings")
    phase = models.CharField(max_length=6, choices=Phase.choices())
    side = models.CharField(max_length=3, choices=Side.choices())
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=60)
    severity = models.CharField(max_length=1, choices=Severity.choices())
    due_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "phase", "side", "key"], name="rule_finding_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.phase} {self.side} {self.key}"
