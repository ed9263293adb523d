"""Applications: the case that a person's assessment is."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import ApplicationKind, ApplicationState, ClearanceLevel
from screening.models import guard, sponsorship
from screening.transitions import APPLICATION


class Application(models.Model):
    """A person applies, or is reassessed, for a post. Written by `screening.services.application`.

    `declared_convictions` is empty where the person was not asked, as in a reassessment. `declared_history`:
    five years of residence, work and education were given, all in one State, and every
    gap of more than 28 days was explained (Regulation (EU) 2015/1998, point 11.1).
    `erased_at`: the file behind it is gone, the row stays so that references in the record still resolve.
    `source` names what asked for a reassessment (a person-case, say) as a text reference.
    """

    ref = models.CharField(max_length=20, unique=True)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="applications")
    post = models.ForeignKey("screening.Post", on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=12, choices=ApplicationKind.choices())
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices(), default=ApplicationState.RECEIVED.value
    )
    level = models.CharField(max_length=10, choices=ClearanceLevel.choices())
    policy = models.ForeignKey("screening.PolicyVersion", on_delete=models.PROTECT)
    declared_convictions = models.BooleanField(null=True)
    declared_history = models.BooleanField(default=False)
    ground = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    urgent = models.BooleanField(default=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="cases")
    submitted_by = models.CharField(max_length=120)
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "post", "kind"],
                condition=~models.Q(state__in=["granted", "refused", "withdrawn", "incomplete"]),
                name="application_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["port", "state", "due_on"], name="application_queue"),
            models.Index(fields=["person", "-submitted_at"], name="application_by_person"),
        )
        triggers = (
            pgtrigger.FSM(
                name="application_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in APPLICATION.items()}),
            ),
            guard.refused_by_law(),
            sponsorship.sponsored_by_two(),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"application:{self.ref}"

    @property
    def state_word(self) -> ApplicationState:
        return ApplicationState(self.state)

    @property
    def kind_word(self) -> ApplicationKind:
        return ApplicationKind(self.kind)

    @property
    def level_word(self) -> ClearanceLevel:
        return ClearanceLevel(self.level)


class Note(models.Model):
    """A colleague's note on a case. Written by `screening.services.application.add_note`."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.text[:40]
