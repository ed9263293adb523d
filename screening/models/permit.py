"""Permits: what lets people in who have no clearance, within narrow bounds."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from screening.kinds.escort import LONGEST, MOST_DAYS_A_YEAR
from screening.kinds.transitions import PERMIT
from screening.kinds.words import PermitKind, PermitState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH

SUMMER_TIME = timedelta(hours=1)  # the week in which it ends is an hour longer


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "W-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def _no_longer_than(kind: PermitKind) -> Q:
    longest = timedelta(days=LONGEST[kind]) + SUMMER_TIME
    return ~Q(kind=kind.value) | Q(valid_until__lte=F("valid_from") + longest)


class Permit(models.Model):
    """A person may be led or may walk through, from a moment to a moment. Written by `services.permit`.

    A ship-call permit covers the walk path between ship and gate and ends when the ship leaves. An escorted
    one needs an escort all the time, and says on how many `days` of its span the person may be on site.
    No permit ever opens data. Read it through `selectors.permit.permit_in_force`, which knows what ends it.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="permits")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="permits")
    kind = models.CharField(max_length=20, choices=PermitKind.choices())
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    crew_member = models.OneToOneField(
        "screening.CrewMember", on_delete=models.PROTECT, null=True, related_name="permit"
    )
    call_ref = models.CharField(max_length=60, blank=True)
    ship_name = models.CharField(max_length=120, blank=True)
    imo_number = models.CharField(max_length=7, blank=True)
    eta = models.DateTimeField(null=True)
    etd = models.DateTimeField(null=True)
    application = models.ForeignKey(
        "screening.Application", on_delete=models.PROTECT, null=True, related_name="permits"
    )
    host = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="permits"
    )
    purpose = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    extends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="extension")
    state = models.CharField(max_length=10, choices=PermitState.choices(), default=PermitState.ISSUED.value)
    state_since = models.DateTimeField()
    issued_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                name="permit_ends_after_start", condition=Q(valid_until__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="permit_of_a_call_ends_with_it",
                condition=~Q(kind="ship_call")
                | Q(
                    crew_member__isnull=False,
                    eta__isnull=False,
                    etd__isnull=False,
                    imo_number__regex="^[0-9]{7}$",
                    valid_until__lte=F("etd"),
                )
                & ~Q(ship_name="")
                & ~Q(call_ref=""),
            ),
            models.CheckConstraint(
                name="permit_escorted_has_host_and_days",
                condition=Q(kind="ship_call")
                | Q(application__isnull=False, host__isnull=False, days__range=(1, MOST_DAYS_A_YEAR))
                & ~Q(purpose=""),
            ),
            models.CheckConstraint(
                name="permit_short_is_short", condition=_no_longer_than(PermitKind.ESCORTED_SHORT)
            ),
            models.CheckConstraint(
                name="permit_temporary_is_short", condition=_no_longer_than(PermitKind.ESCORTED_TEMPORARY)
            ),
            models.CheckConstraint(
                name="permit_extends_a_temporary_one",
                condition=Q(extends=None) | Q(kind="escorted_temporary"),
            ),
            models.CheckConstraint(
                name="permit_revoked_with_reason", condition=Q(state="issued") | ~Q(reason="")
            ),
        )
        indexes = (models.Index(fields=["person", "-valid_until"], name="permit_of_person"),)
        triggers = (
            pgtrigger.FSM(
                name="permit_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in PERMIT.items()}),
            ),
            pgtrigger.ReadOnly(
                name="permit_fixed",
                fields=["person", "port", "kind", "crew_member", "application", "extends"],
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        """How the record names this permit."""
        return f"permit:{self.ref}"

    @property
    def kind_word(self) -> PermitKind:
        return PermitKind(self.kind)

    @property
    def state_word(self) -> PermitState:
        return PermitState(self.state)

    @property
    def last_day(self) -> date:
        """The last calendar day on which it counts."""
        return timezone.localdate(self.valid_until - timedelta(microseconds=1))

    @property
    def is_escorted(self) -> bool:
        return self.kind_word is not PermitKind.SHIP_CALL
