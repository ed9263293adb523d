"""What a person asks of the port about their own data, and grounds that the port may not tell."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models

from screening.enums import IdentityProof, RightKind, RightState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH
from screening.transitions import RIGHT

OPEN = [RightState.RECEIVED.value, RightState.IDENTIFIED.value, RightState.PROPOSED.value]
UNIDENTIFIED = [RightState.RECEIVED.value, RightState.WITHDRAWN.value]
UNANSWERED = [*OPEN, RightState.WITHDRAWN.value]


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "RR-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class RightsRequest(models.Model):
    """A person uses a right of Regulation (EU) 2016/679. Written by `screening.services.rights`.

    `due_on` is one month after it arrived (Art. 12(3)). One officer proposes the answer, another confirms
    it; the database refuses both by one hand. `application` is the case that it is about, if only one.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="rights_requests")
    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, null=True, related_name="rights_requests"
    )
    kind = models.CharField(max_length=12, choices=RightKind.choices())
    state = models.CharField(max_length=12, choices=RightState.choices(), default=RightState.RECEIVED.value)
    text = models.TextField(blank=True)
    field = models.CharField(max_length=60, blank=True)
    old_value = models.CharField(max_length=300, blank=True)
    new_value = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="rights_entered")
    due_on = models.DateField()
    identity_proof = models.CharField(max_length=12, choices=IdentityProof.choices(), blank=True)
    identified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="rights_identified"
    )
    identified_at = models.DateTimeField(null=True)
    grants = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="rights_proposed"
    )
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="rights_decided"
    )
    decided_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="rights_two_hands",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="rights_decided_by_someone",
                condition=models.Q(state__in=UNANSWERED, decided_by__isnull=True)
                | ~models.Q(state__in=UNANSWERED)
                & models.Q(decided_by__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_identity_first",
                condition=models.Q(state__in=UNIDENTIFIED)
                | models.Q(identified_by__isnull=False, identified_at__isnull=False)
                & ~models.Q(identity_proof=""),
            ),
            models.CheckConstraint(
                name="rights_correction_names_the_field",
                condition=~models.Q(kind="correction") | ~models.Q(field=""),
            ),
        )
        indexes = (models.Index(fields=["person", "state"], name="rights_by_person"),)
        triggers = (
            pgtrigger.FSM(
                name="rights_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in RIGHT.items()}),
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        return f"rights_request:{self.ref}"

    @property
    def kind_word(self) -> RightKind:
        return RightKind(self.kind)

    @property
    def state_word(self) -> RightState:
        return RightState(self.state)

    @property
    def proof_word(self) -> IdentityProof | None:
        return IdentityProof(self.identity_proof) if self.identity_proof else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class SecretGround(models.Model):
    """A ground that an authority holds and the port may not tell. Written by `services.secret_ground`.

    The ground itself has no column. `authority`, `reference` and `held_at` point to it for the court;
    `essence` is the sentence that the person receives (CJEU C-185/23), `legal_ground` why no more.
    """

    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="secret_grounds"
    )
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=120)
    held_at = models.CharField(max_length=200)
    legal_ground = models.CharField(max_length=300)
    essence = models.TextField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="secret_grounds")
    entered_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("entered_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="secret_ground_has_essence",
                condition=~models.Q(essence="") & ~models.Q(legal_ground=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.authority} {self.reference}"
