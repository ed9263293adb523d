"""Port bans: what a court or an authority forbids a person at a port."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models
from django.db.models import F, Q

from screening.kinds.transitions import BAN
from screening.kinds.words import BanScope, BanState
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "PB-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class PortBan(models.Model):
    """A person may not be in the port, or not work there, from a day to a day.

    Written by `screening.services.port_ban`. One officer enters it, a second confirms it; two lift it. It
    ends by itself after `ends_on`. `effective_at` is when the clearances fell.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="port_bans")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="port_bans")
    forbids = models.CharField(max_length=12, choices=BanScope.choices())
    authority = models.CharField(max_length=200)
    legal_ref = models.CharField(max_length=200)
    order_ref = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=BanState.choices(), default=BanState.ENTERED.value)
    effective_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    lift_proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lift_reason = models.TextField(blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="port_ban_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="port_ban_names_its_order",
                condition=~Q(authority="") & ~Q(legal_ref="") & ~Q(order_ref=""),
            ),
            models.CheckConstraint(
                name="port_ban_confirmed_by_another",
                condition=Q(state="entered", confirmed_by=None)
                | ~Q(state="entered")
                & Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="port_ban_lifted_by_two",
                condition=~Q(state="lifted")
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, lift_proposed_by__isnull=False)
                & ~Q(lifted_by=F("lift_proposed_by"))
                & ~Q(lift_reason=""),
            ),
            models.UniqueConstraint(
                fields=["port", "person", "order_ref"],
                name="port_ban_entered_once",
                condition=~Q(state="discarded"),
            ),
        )
        indexes = (
            models.Index(fields=["person", "state", "starts_on"], name="port_ban_of_person"),
            models.Index(fields=["port", "state", "-starts_on"], name="port_ban_by_port"),
        )
        triggers = (
            pgtrigger.FSM(
                name="port_ban_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in BAN.items()}),
            ),
            pgtrigger.ReadOnly(
                name="port_ban_fixed",
                fields=[
                    *("ref", "person", "port", "forbids", "authority", "legal_ref", "order_ref"),
                    *("starts_on", "ends_on", "entered_by", "entered_at"),
                ],
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def reference(self) -> str:
        """How the record names this ban."""
        return f"port_ban:{self.ref}"

    @property
    def state_word(self) -> BanState:
        return BanState(self.state)

    @property
    def forbids_word(self) -> BanScope:
        return BanScope(self.forbids)
