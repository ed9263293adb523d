"""The right to collect a container, as it goes from party to party, and codes of gates that ask for one."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models

from access.enums import ReleaseState
from access.models.cargo import CargoVisit
from access.transitions import RELEASE_TRANSITIONS
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "R-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class ReleaseRight(models.Model):
    """One party has the right to collect a container, or is offered it. Written by `services.release_right`.

    The rows of one visit are its chain of custody: `previous` is the step by which the giver came to the
    right; the first step has no giver. Organisations are named by code, as in the port directory. One row of
    a visit at most is accepted, and that is the holder; one at most is offered.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="release_rights")
    visit = models.ForeignKey(CargoVisit, on_delete=models.PROTECT, related_name="release_rights")
    container = models.CharField(max_length=11)
    from_organisation = models.CharField(max_length=60, blank=True)
    to_organisation = models.CharField(max_length=60)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="following")
    state = models.CharField(
        max_length=10, choices=ReleaseState.choices(), default=ReleaseState.OFFERED.value
    )
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("offered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["visit"],
                name="release_right_one_holder",
                condition=models.Q(state=ReleaseState.ACCEPTED.value),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                name="release_right_one_offer",
                condition=models.Q(state=ReleaseState.OFFERED.value),
            ),
            models.CheckConstraint(
                name="release_right_goes_to_another",
                condition=~models.Q(to_organisation=models.F("from_organisation")),
            ),
        )
        indexes = (
            models.Index(fields=["port", "container"], name="release_right_by_container"),
            models.Index(fields=["to_organisation", "state"], name="release_right_by_receiver"),
            models.Index(fields=["from_organisation", "state"], name="release_right_by_giver"),
        )
        triggers = (
            pgtrigger.FSM(
                name="release_right_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in RELEASE_TRANSITIONS.items()}),
            ),
            pgtrigger.ReadOnly(
                name="release_right_fixed",
                fields=[
                    *("port", "visit", "container", "from_organisation", "to_organisation", "previous"),
                    *("offered_at", "offered_by"),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.container}: {self.from_organisation or 'begun'} to {self.to_organisation}"

    @property
    def state_word(self) -> ReleaseState:
        return ReleaseState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether it is an offer without an answer."""
        return self.state == ReleaseState.OFFERED.value

    @property
    def is_held(self) -> bool:
        return self.state == ReleaseState.ACCEPTED.value


class ReleaseCode(models.Model):
    """The code of a visit for a gate that still asks for one. Written by `services.release_code`.

    `sealed` is encrypted, and emptied when the code is shown: nothing can show it twice.
    """

    visit = models.OneToOneField(CargoVisit, on_delete=models.PROTECT, related_name="release_code")
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)
    shown_at = models.DateTimeField(null=True)
    shown_by_right = models.ForeignKey(
        ReleaseRight, on_delete=models.PROTECT, null=True, related_name="shown_codes"
    )
    shown_to = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="release_code_shown_is_emptied",
                condition=models.Q(shown_at__isnull=True) | models.Q(sealed=b""),
            ),
        )

    def __str__(self) -> str:
        return f"code of {self.visit}"
