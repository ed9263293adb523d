"""New versions of policies, from the first word to the second signature."""

from __future__ import annotations

import pgtrigger
from django.db import models

from screening.enums import PolicyDraftState
from screening.transitions import POLICY_DRAFT


class PolicyDraft(models.Model):
    """The text of a version that is not in force yet. Written by `screening.services.policy_draft`.

    The text may be malformed until it is proposed. Whoever proposed it cannot publish it; the database
    refuses that too, and any change of a text that is proposed or published.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    based_on = models.ForeignKey("screening.PolicyVersion", on_delete=models.PROTECT, related_name="drafts")
    document = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=PolicyDraftState.choices(), default=PolicyDraftState.DRAFT.value
    )
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposal_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    published = models.OneToOneField(
        "screening.PolicyVersion", on_delete=models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="policy_draft_two_hands",
                condition=~models.Q(state="published")
                | models.Q(proposed_by__isnull=False, answered_by__isnull=False)
                & ~models.Q(answered_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="policy_draft_published_is_a_version",
                condition=models.Q(state="published", published__isnull=False)
                | ~models.Q(state="published") & models.Q(published__isnull=True),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="policy_draft_states",
                field="state",
                transitions=sorted(
                    {(old.value, new.value) for (old, _), new in POLICY_DRAFT.items() if old is not new}
                ),
            ),
            pgtrigger.Protect(
                name="policy_draft_text_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__document__df=pgtrigger.F("new__document"))
                & ~pgtrigger.Q(old__state__in=["draft", "returned"]),
            ),
            pgtrigger.Protect(name="policy_draft_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.code} version {self.version}, draft {self.pk}"

    @property
    def reference(self) -> str:
        """How the record names it: the drafts of a policy stand with the policy."""
        return f"policy:{self.code}"

    @property
    def name(self) -> str:
        """How errors in the text name it."""
        return f"{self.code} version {self.version}"

    @property
    def state_word(self) -> PolicyDraftState:
        return PolicyDraftState(self.state)

    @property
    def is_editable(self) -> bool:
        return self.state_word in (PolicyDraftState.DRAFT, PolicyDraftState.RETURNED)
