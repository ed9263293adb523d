"""Who vouches for contractors and foreign experts, and on what terms they come."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models
from django.db.models import Q

from screening.kinds.transitions import SPONSOR_STEPS
from screening.kinds.words import CertificateKind, SponsorRole, SponsorState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH

_LEAVES_SPONSORING = """
    IF OLD.state = 'sponsoring' AND NEW.state IN ('invited', 'checking') AND EXISTS (
        SELECT 1 FROM screening_person p
        WHERE p.id = NEW.person_id AND p.category = 'contractor'
    ) AND (
        SELECT count(*) FROM screening_sponsorship s
        WHERE s.application_id = NEW.id AND s.state = 'signed'
    ) < 2 THEN
        RAISE EXCEPTION 'a contractor needs two sponsors'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'contractor_sponsored_by_two';
    END IF;
    RETURN NEW;
"""


def sponsored_by_two() -> pgtrigger.Trigger:
    """On `Application`: a contractor's case begins when hiring firm and host have both signed."""
    return pgtrigger.Trigger(
        name="application_sponsored_by_two",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_LEAVES_SPONSORING,
    )


DEEPEST_TIER = (
    5  # links between the host and the firm that sends the person; a longer chain is unclear to all
)


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "SP-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class Contract(models.Model):
    """The contract on which a contractor comes. Written by `screening.services.sponsorship`.

    `tier` 1: the hiring firm has the contract with the host itself; 2: with a firm that has, and so on.
    `on_paper`: the person's declaration lies with an officer, so nobody is invited to give it.
    """

    application = models.OneToOneField(
        "screening.Application", on_delete=models.PROTECT, related_name="contract"
    )
    number = models.CharField(max_length=60)
    tier = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    on_paper = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="en")

    class Meta:
        constraints = (
            models.CheckConstraint(name="contract_has_number", condition=~Q(number="")),
            models.CheckConstraint(name="contract_tier_in_range", condition=Q(tier__range=(1, DEEPEST_TIER))),
        )

    def __str__(self) -> str:
        return self.number


class Sponsorship(models.Model):
    """One organisation is asked to sign for a contractor. Written by `screening.services.sponsorship`.

    Two of different organisations, signed by different people, let a case begin.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, related_name="sponsorships"
    )
    role = models.CharField(max_length=12, choices=SponsorRole.choices())
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="sponsorships"
    )
    state = models.CharField(
        max_length=10, choices=SponsorState.choices(), default=SponsorState.WAITING.value
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["application", "role"], name="sponsor_each_role_once"),
            models.UniqueConstraint(fields=["application", "organisation"], name="sponsor_two_organisations"),
            models.UniqueConstraint(fields=["application", "answered_by"], name="sponsor_two_people"),
            models.CheckConstraint(
                name="sponsor_answered_by_someone",
                condition=Q(state="waiting", answered_by=None, answered_at=None)
                | ~Q(state="waiting") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sponsor_declines_with_reason", condition=~Q(state="declined") | ~Q(reason="")
            ),
        )
        indexes = (models.Index(fields=["organisation", "state"], name="sponsor_to_sign"),)
        triggers = (
            pgtrigger.FSM(name="sponsor_states", field="state", transitions=sorted(SPONSOR_STEPS)),
            pgtrigger.ReadOnly(
                name="sponsor_fixed", fields=["ref", "application", "role", "organisation", "asked_at"]
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def role_word(self) -> SponsorRole:
        return SponsorRole(self.role)

    @property
    def state_word(self) -> SponsorState:
        return SponsorState(self.state)


class Assignment(models.Model):
    """What a foreign expert comes for: to whom, why, until when. Written by `screening.services.expert`.

    Until the case is decided the person is let in under escort only (`Permit`).
    """

    application = models.OneToOneField(
        "screening.Application", on_delete=models.PROTECT, related_name="assignment"
    )
    host = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="assignments")
    purpose = models.TextField()
    ends_on = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(name="assignment_has_purpose", condition=~Q(purpose="")),)

    def __str__(self) -> str:
        return self.purpose[:40]


class Certificate(models.Model):
    """A paper that a foreign expert brought from a State. Written by `screening.services.expert`.

    The paper itself, where it is kept, is a `Document` of the case; this says what it is worth.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=20, choices=CertificateKind.choices())
    state = models.CharField(max_length=2)
    issued_on = models.DateField()
    has_apostille = models.BooleanField(default=False)
    has_translation = models.BooleanField(default=False)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "-issued_on", "pk")
        constraints = (
            models.CheckConstraint(name="certificate_has_state", condition=Q(state__regex="^[A-Z]{2}$")),
            models.UniqueConstraint(
                fields=["assignment", "kind", "state", "issued_on"], name="certificate_entered_once"
            ),
        )
        triggers = (pgtrigger.Protect(name="certificate_fixed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.kind_word.label}, {self.state}"

    @property
    def kind_word(self) -> CertificateKind:
        return CertificateKind(self.kind)
