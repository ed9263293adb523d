"""Who can open reports, and who keeps the parts of a hub's recovery key."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hotline.enums import RecipientKind


class Recipient(models.Model):
    """Somebody outside the port company who can open reports. Written by `hotline.services.recipient`.

    `account` is the sign-in name, as text. `wrapped_identity` is an age file that only the recipient's own
    passphrase opens, so that neither database nor server can read a report. `unit` is what an answer in the
    guided path can exclude. A report keeps the keys of those who were recipients on its day.
    """

    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="recipients")
    account = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=RecipientKind.choices(), default=RecipientKind.OWN.value)
    public_key = models.CharField(max_length=80)
    wrapped_identity = models.BinaryField()
    independence = models.CharField(max_length=300)
    enrolled_by = models.CharField(max_length=160)
    enrolled_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("hub", "kind", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["hub", "account"], condition=Q(ended_on=None), name="recipient_once_per_hub"
            ),
            models.CheckConstraint(name="recipient_independence_is_stated", condition=~Q(independence="")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def kind_word(self) -> RecipientKind:
        return RecipientKind(self.kind)


class Keeper(models.Model):
    """One of three people who keep a part of a hub's recovery key. Written by `hotline.services.recovery`.

    `part` is sealed to the keeper's own key, and that to the keeper's own passphrase. Two parts make the
    recovery key, one says nothing about it.
    """

    hub = models.ForeignKey("hotline.Hub", on_delete=models.PROTECT, related_name="keepers")
    number = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    public_key = models.CharField(max_length=80)
    wrapped_identity = models.BinaryField()
    part = models.BinaryField()

    class Meta:
        ordering = ("hub", "number")
        constraints = (
            models.UniqueConstraint(fields=["hub", "number"], name="keeper_number_once_per_hub"),
            models.UniqueConstraint(fields=["hub", "account"], name="keeper_once_per_hub"),
            models.CheckConstraint(name="keeper_is_one_of_three", condition=Q(number__range=(1, 3))),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.number} of 3)"


class RecoveryOffer(models.Model):
    """A keeper's part, sealed to another keeper, for one report. Written by `hotline.services.recovery`.

    Gone as soon as it was used.
    """

    report = models.ForeignKey("hotline.Report", on_delete=models.CASCADE, related_name="recovery_offers")
    keeper = models.ForeignKey("hotline.Keeper", on_delete=models.PROTECT, related_name="offers_made")
    to = models.ForeignKey("hotline.Keeper", on_delete=models.PROTECT, related_name="offers")
    part = models.BinaryField()
    reason = models.CharField(max_length=300)
    offered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "keeper", "to"], name="recovery_offered_once"),
            models.CheckConstraint(name="recovery_offer_is_to_another", condition=~Q(keeper=F("to"))),
        )

    def __str__(self) -> str:
        return f"{self.keeper} for {self.report_id}"
