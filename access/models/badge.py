"""Badges, their types and pictures, how they are asked for, and the blank cards that they are made of."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Upper

from access.enums import BadgeProcess, BadgeRequestState, BadgeState, StockMoveKind
from access.transitions import BADGE_REQUEST_TRANSITIONS, BADGE_TRANSITIONS


class BadgeType(models.Model):
    """A kind of card that a port uses, told apart by its colour. Written by `access.services.badge_type`.

    `generation` grows with each re-issue, and is printed, so that an old card is seen at a glance.
    `unaccounted_limit`: the share of cards that may be missing before all are re-issued; 0.05 is what US
    airports practise (49 CFR 1542.211), not a figure of the rule itself. `trainings`: codes that its holders
    need whatever the area. `return_days`: within how many days a card that ended is to be handed in.
    `seen_within_days`: how long a badge counts without anybody having seen holder and card together.
    `old_ends_on`: the last day of cards of older generations, while a re-issue runs.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="badge_types")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=7, default="#1b4965")
    generation = models.PositiveSmallIntegerField(default=1)
    generation_since = models.DateTimeField(null=True)
    unaccounted_limit = models.DecimalField(max_digits=4, decimal_places=3, default="0.050")
    trainings = ArrayField(models.CharField(max_length=40), default=list)
    longest_days = models.PositiveSmallIntegerField(default=1826)
    return_days = models.PositiveSmallIntegerField(default=7)
    seen_within_days = models.PositiveSmallIntegerField(default=365)
    old_ends_on = models.DateField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["port", "code"], name="badge_type_code_once_per_port"),
            models.CheckConstraint(
                name="badge_type_limit_is_a_share", condition=models.Q(unaccounted_limit__range=(0, 1))
            ),
            models.CheckConstraint(
                name="badge_type_colour_is_hex", condition=models.Q(colour__regex="^#[0-9a-f]{6}$")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"badge_type:{self.pk}"


class BadgePhoto(models.Model):
    """A picture as it is printed: upright JPEG, 480 by 600 pixels, re-encoded, without metadata.

    Written by `access.services.badge_photo`. It is compared by eyes alone; nothing is computed from the
    face. `digest` is the SHA-256 that the credential carries; of the whole file with the noise of a camera in
    it, so that it tells nobody anything who has not the same file.
    """

    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="badge_photos")
    image = models.BinaryField(max_length=200_000)
    digest = models.BinaryField(max_length=32)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-taken_at",)

    def __str__(self) -> str:
        return f"{self.person} {self.taken_at:%Y-%m-%d}"


class BadgeRequest(models.Model):
    """Somebody asks for a badge for a person; another hand issues or refuses.

    Written by `services.badge_request`. `need` says for what work, until `needed_until`, which cannot be
    empty. `replaces` is the badge that a renewal, replacement, revalidation or re-issue is about.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="badge_requests")
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="badge_requests")
    process = models.CharField(
        max_length=12, choices=BadgeProcess.choices(), default=BadgeProcess.FIRST.value
    )
    badge_type = models.ForeignKey(BadgeType, on_delete=models.PROTECT, related_name="requests")
    areas = ArrayField(models.CharField(max_length=40))
    need = models.TextField()
    needed_until = models.DateField()
    replaces = models.ForeignKey(
        "access.Badge", on_delete=models.PROTECT, null=True, related_name="requests_to_replace"
    )
    state = models.CharField(
        max_length=10, choices=BadgeRequestState.choices(), default=BadgeRequestState.OPEN.value
    )
    requested_by = models.CharField(max_length=120)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state=BadgeRequestState.OPEN.value),
                name="badge_request_one_open_per_person",
            ),
            models.CheckConstraint(
                name="badge_request_issued_by_second_hand",
                condition=~models.Q(state=BadgeRequestState.ISSUED.value)
                | ~models.Q(decided_by=models.F("requested_by")),
            ),
            models.CheckConstraint(
                name="badge_request_first_replaces_none",
                condition=models.Q(process=BadgeProcess.FIRST.value, replaces=None)
                | (~models.Q(process=BadgeProcess.FIRST.value) & models.Q(replaces__isnull=False)),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="badge_request_states",
                field="state",
                transitions=sorted(
                    {(old.value, new.value) for (old, _), new in BADGE_REQUEST_TRANSITIONS.items()}
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.process_word.label} for {self.person}"

    @property
    def reference(self) -> str:
        """How the record names this request."""
        return f"badge_request:{self.pk}"

    @property
    def process_word(self) -> BadgeProcess:
        return BadgeProcess(self.process)

    @property
    def state_word(self) -> BadgeRequestState:
        return BadgeRequestState(self.state)


class Badge(models.Model):
    """A restricted-area badge. Written by `access.services.badge` and port import.

    A badge is only as good as the clearance behind it: the gate reads that afresh each time. What is signed
    on the card stands in `Credential`; the older random credential is kept as a SHA-256 of 256 random bits,
    never itself. `enrolment_ref` names the holder's enrolment in the reader's own system; a template of
    finger or face is kept nowhere here. `return_due_on`, `reminded_on`, `escalated_on`: the clock of handing
    in a card that has ended. `seen_on`: when somebody last saw card and holder together (revalidation).
    `printed_until` is set when the end comes earlier than what stands on the card.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="badges")
    serial = models.CharField(max_length=40)
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, null=True, related_name="badges")
    person_ref = models.CharField(max_length=60, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    printed_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=BadgeState.choices(), default=BadgeState.ACTIVE.value)
    state_since = models.DateTimeField()
    credential_hash = models.BinaryField(max_length=32, null=True, unique=True)
    issued_by = models.CharField(max_length=120)
    badge_type = models.ForeignKey(BadgeType, on_delete=models.PROTECT, null=True, related_name="badges")
    generation = models.PositiveSmallIntegerField(default=1)
    request = models.OneToOneField(BadgeRequest, on_delete=models.PROTECT, null=True, related_name="badge")
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_badge"
    )
    photo = models.ForeignKey(BadgePhoto, on_delete=models.PROTECT, null=True, related_name="badges")
    enrolment_ref = models.CharField(max_length=64, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.CharField(max_length=120, blank=True)
    seen_on = models.DateField(null=True)
    return_due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)

    class Meta:
        ordering = ("-state_since", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["port", "serial"], name="badge_serial_once_per_port"),
            models.CheckConstraint(
                name="badge_ends_after_start", condition=models.Q(valid_until__gt=models.F("valid_from"))
            ),
        )
        indexes = (
            models.Index(fields=["person", "state"], name="badge_by_person"),
            # Guards type numbers in any case; Django compares them like this.
            models.Index(models.F("port"), Upper("serial"), name="badge_by_printed_number"),
        )
        triggers = (
            pgtrigger.FSM(
                name="badge_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in BADGE_TRANSITIONS.items()}),
            ),
        )

    def __str__(self) -> str:
        return self.serial

    @property
    def reference(self) -> str:
        return f"badge:{self.serial}"

    @property
    def state_word(self) -> BadgeState:
        return BadgeState(self.state)


class BadgeChange(models.Model):
    """A badge entered a state at a moment, and why. Written with the change, never altered."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=BadgeState.choices())
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    reason = models.TextField()

    class Meta:
        ordering = ("at", "pk")
        triggers = (
            pgtrigger.Protect(name="badge_change_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.at}"

    @property
    def state_word(self) -> BadgeState:
        return BadgeState(self.state)


class StockMove(models.Model):
    """Blank cards moved, were used, spoilt, destroyed or counted.

    Written by `services.badge_stock`; never altered. What a custodian holds is the sum of what came to them
    less what left them. `giver` and `receiver` are references of accounts, empty where cards come from
    outside or cease to be. `witness` saw a count, a destruction or a hand-over, and is somebody else.
    `counted` is what was there; `expected` what should have been, as worked out in the same transaction.
    """

    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="stock_moves")
    badge_type = models.ForeignKey(BadgeType, on_delete=models.PROTECT, related_name="stock_moves")
    kind = models.CharField(max_length=12, choices=StockMoveKind.choices())
    quantity = models.PositiveIntegerField(default=0)
    giver = models.CharField(max_length=120, blank=True)
    receiver = models.CharField(max_length=120, blank=True)
    witness = models.CharField(max_length=120, blank=True)
    counted = models.PositiveIntegerField(null=True)
    expected = models.PositiveIntegerField(null=True)
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, null=True, related_name="stock_moves")
    remark = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="stock_move_witness_is_another",
                condition=models.Q(witness="") | ~models.Q(witness=models.F("by")),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="stock_move_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.kind_word.label}: {self.quantity}"

    @property
    def kind_word(self) -> StockMoveKind:
        return StockMoveKind(self.kind)
