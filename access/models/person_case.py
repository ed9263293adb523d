"""Person-cases: everything unusual about one person, in one place."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from access.casework.words import HandOverGround
from access.enums import PersonCaseState, Severity


class PersonCase(models.Model):
    """What detection found about one person, until somebody decides. Written by `access.services.anomaly`.

    One open case per person; `subject` is the reference in the log, so that a person unknown here has
    a case too. `on_desk`: among those of today, as the day's budget has it. `proposed_by` would dismiss a
    grave case and waits for a second person. `handed_to` and what follows it name the police liaison.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="person_cases")
    ref = models.CharField(max_length=20, unique=True)
    subject = models.CharField(max_length=60)
    person = models.ForeignKey(
        "screening.Person", on_delete=models.PROTECT, null=True, related_name="person_cases"
    )
    state = models.CharField(
        max_length=10, choices=PersonCaseState.choices(), default=PersonCaseState.OPEN.value
    )
    score = models.FloatField(default=0)
    bypass = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="person_cases"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="person_cases_closed"
    )
    reason = models.TextField(blank=True)
    reassessment_ref = models.CharField(max_length=20, blank=True)
    on_desk = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="dismissals_proposed"
    )
    proposed_at = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=200, blank=True)
    handed_ref = models.CharField(max_length=60, blank=True)
    handed_ground = models.CharField(max_length=10, choices=HandOverGround.choices(), blank=True)

    class Meta:
        ordering = ("-bypass", "-score", "-updated_at")
        constraints = (
            models.UniqueConstraint(
                fields=["port", "subject"],
                condition=models.Q(state__in=("open", "to_confirm")),
                name="person_case_open_once",
            ),
        )
        indexes = (models.Index(fields=["port", "state", "-score"], name="person_case_queue"),)

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"person_case:{self.ref}"

    @property
    def state_word(self) -> PersonCaseState:
        return PersonCaseState(self.state)

    @property
    def handed_ground_word(self) -> HandOverGround:
        return HandOverGround(self.handed_ground)


class Flag(models.Model):
    """One rule's finding. Written by `access.services.anomaly.flag`; the same key is flagged once."""

    case = models.ForeignKey(PersonCase, on_delete=models.PROTECT, related_name="flags")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="flags")
    rule = models.CharField(max_length=4)
    version = models.PositiveSmallIntegerField()
    family = models.CharField(max_length=1)
    severity = models.CharField(max_length=1, choices=Severity.choices())
    key = models.CharField(max_length=200)
    events = ArrayField(models.CharField(max_length=100))
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    text = models.TextField()
    innocent = models.TextField()
    points = models.FloatField()
    parameters = models.JSONField(default=dict)
    tried = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("-last_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["port", "rule", "key"], name="flag_once"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.text}"

    @property
    def severity_word(self) -> Severity:
        return Severity(self.severity)


class Unmasking(models.Model):
    """One officer sees whom one case is about, from `at` until before `until`. Written by
    `access.services.unmasking`.
    """

    case = models.ForeignKey(PersonCase, on_delete=models.PROTECT, related_name="unmaskings")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="unmaskings")
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["by", "case", "until"], name="unmasking_by_officer"),)

    def __str__(self) -> str:
        return f"{self.case_id} by {self.by_id}"


class CaseDesk(models.Model):
    """How many cases a port looks at on one day, and which score it takes to be among them.

    Written by `access.services.case_desk`, anew each time that it places the cases of the day.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.CASCADE, related_name="case_desks")
    day = models.DateField()
    people = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    budget = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    on_desk = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    threshold = models.FloatField()
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=["port", "day"], name="case_desk_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.port_id}, {self.day}"
