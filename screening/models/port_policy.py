"""Which regime applies at a port."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import PortPolicyState
from screening.transitions import PORT_POLICY


class PortPolicy(models.Model):
    """A port applies the policy `code` from a day on, once a second officer confirmed it.

    Written by `screening.services.port_policy`. A port without such a row applies the default policy.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="policies")
    code = models.CharField(max_length=40)
    valid_from = models.DateField()
    reason = models.TextField()
    state = models.CharField(
        max_length=10, choices=PortPolicyState.choices(), default=PortPolicyState.PROPOSED.value
    )
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-valid_from", "-answered_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["port"], condition=models.Q(state="proposed"), name="port_policy_open_once"
            ),
            models.CheckConstraint(
                name="port_policy_two_hands",
                condition=~models.Q(state="confirmed")
                | models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("proposed_by")),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="port_policy_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in PORT_POLICY.items()}),
            ),
            pgtrigger.Protect(
                name="port_policy_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__code__df=pgtrigger.F("new__code"))
                | pgtrigger.Q(old__valid_from__df=pgtrigger.F("new__valid_from"))
                | pgtrigger.Q(old__port__df=pgtrigger.F("new__port")),
            ),
            pgtrigger.Protect(name="port_policy_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.port} {self.code} from {self.valid_from}"

    @property
    def state_word(self) -> PortPolicyState:
        return PortPolicyState(self.state)
