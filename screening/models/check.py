"""Checks and what they brought."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from screening.enums import (
    Advice,
    Channel,
    CheckKind,
    CheckResult,
    CheckState,
    RequestPurpose,
    UnobtainableReason,
)
from screening.matching.countries import country_names
from screening.offences import OFFENCES
from screening.suitability.words import (
    AdviceSubject,
    Circumstance,
    Grade,
    Intent,
    ProofKind,
    RecordState,
)
from screening.transitions import CHECK

STATE_BOUND = (CheckKind.CRIMINAL_RECORD, CheckKind.ECRIS)  # asked of one State each


class Check(models.Model):
    """One question asked about an applicant, and its answer.

    `country` is the State asked, `subject` what an authority advises on; each is empty where there is none.
    The clock runs from the day on which the question was sent, or asked, to `due_on`; while `unclear_since`
    is set the State waits for data from us and the clock stands. `ask_directly` names the States whose
    convictions may not be passed on to us by another. An advice is kept as its word and its reference, never
    as text. Written by `services.check`, `.answer` and `.request`.
    """

    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=CheckKind.choices())
    country = models.CharField(max_length=2, blank=True, default="")
    subject = models.CharField(max_length=24, choices=AdviceSubject.choices(), blank=True, default="")
    channel = models.CharField(max_length=12, choices=Channel.choices(), blank=True, default="")
    purpose = models.CharField(max_length=16, choices=RequestPurpose.choices(), blank=True, default="")
    state = models.CharField(max_length=10, choices=CheckState.choices(), default=CheckState.REQUESTED.value)
    result = models.CharField(max_length=12, choices=CheckResult.choices(), blank=True)
    detail = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    due_on = models.DateField()
    unclear_since = models.DateField(null=True)
    chasers = models.PositiveSmallIntegerField(default=0)
    chased_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    ask_directly = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    unobtainable_reason = models.CharField(
        max_length=20, choices=UnobtainableReason.choices(), blank=True, default=""
    )
    advice = models.CharField(max_length=12, choices=Advice.choices(), blank=True, default="")
    reference_given = models.CharField(max_length=40, blank=True, default="")
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "kind", "country", "subject"], name="check_once_per_state"
            ),
            models.CheckConstraint(
                name="check_answered_has_result",
                condition=models.Q(state__in=["requested", "invalid"], result="")
                | models.Q(state="answered", answered_at__isnull=False) & ~models.Q(result=""),
            ),
            models.CheckConstraint(
                name="check_advice_without_text",
                condition=models.Q(kind="authority_advice", detail="") | models.Q(advice=""),
            ),
            models.CheckConstraint(
                name="check_unobtainable_has_reason",
                condition=models.Q(unobtainable_reason="") | models.Q(result="unobtainable"),
            ),
        )
        indexes = (models.Index(fields=["state", "due_on", "id"], name="check_desk"),)
        triggers = (
            pgtrigger.FSM(
                name="check_states",
                field="state",
                transitions=sorted({(old.value, new.value) for (old, _), new in CHECK.items()}),
            ),
        )

    def __str__(self) -> str:
        about = self.country_label or (self.subject_word.label.lower() if self.subject_word else "")
        return f"{self.kind_word.label}, {about}" if about else self.kind_word.label

    @property
    def address(self) -> str:
        """What names this check within its case: the kind, with its State or subject where there is one."""
        about = self.country or self.subject
        return f"{self.kind}-{about}" if about else self.kind

    @property
    def kind_word(self) -> CheckKind:
        return CheckKind(self.kind)

    @property
    def state_word(self) -> CheckState:
        return CheckState(self.state)

    @property
    def result_word(self) -> CheckResult | None:
        return CheckResult(self.result) if self.result else None

    @property
    def subject_word(self) -> AdviceSubject | None:
        return AdviceSubject(self.subject) if self.subject else None

    @property
    def channel_word(self) -> Channel | None:
        return Channel(self.channel) if self.channel else None

    @property
    def purpose_word(self) -> RequestPurpose | None:
        return RequestPurpose(self.purpose) if self.purpose else None

    @property
    def advice_word(self) -> Advice | None:
        return Advice(self.advice) if self.advice else None

    @property
    def unobtainable_word(self) -> UnobtainableReason | None:
        return UnobtainableReason(self.unobtainable_reason) if self.unobtainable_reason else None

    @property
    def country_label(self) -> str:
        return country_names().get(self.country, self.country)

    @property
    def is_state_bound(self) -> bool:
        """Whether one State's record is asked, so that convictions may come back."""
        return self.kind_word in STATE_BOUND


class Conviction(models.Model):
    """One conviction from a record answer: codes and dates, never the extract itself (GDPR Art. 10).

    Written by `screening.services.check`; changed or erased on a convicting State's notice by `.conviction`.
    Offence and sanction codes are those of ECRIS.
    """

    check_answered = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="convictions")
    offence_code = models.CharField(max_length=7)
    completion = models.CharField(max_length=1, default="C")
    participation = models.CharField(max_length=1, default="M")
    exemption = models.CharField(max_length=1, blank=True)
    sanction_code = models.CharField(max_length=5, blank=True)
    sanction_months = models.PositiveSmallIntegerField(null=True)
    sanction_suspended = models.BooleanField(default=False)
    day_rates = models.PositiveSmallIntegerField(null=True)
    country = models.CharField(max_length=2)
    offence_date = models.DateField(null=True)
    decided_on = models.DateField()
    final_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    rehabilitated = models.BooleanField(default=False)
    pardoned = models.BooleanField(default=False)
    amnesty = models.BooleanField(default=False)
    juvenile = models.BooleanField(default=False)
    declared = models.BooleanField(default=False)
    grade = models.CharField(max_length=13, choices=Grade.choices(), blank=True, default="")
    intent = models.CharField(max_length=11, choices=Intent.choices(), blank=True, default="")
    circumstances = ArrayField(
        models.CharField(max_length=32, choices=Circumstance.choices()), default=list, blank=True
    )
    custody_since = models.DateField(null=True)

    class Meta:
        ordering = ("-decided_on", "pk")

    def __str__(self) -> str:
        return f"{self.offence_code} ({self.country})"

    @property
    def offence_label(self) -> str:
        return OFFENCES[self.offence_code].label


class Proceeding(models.Model):
    """Proceedings that have brought no conviction, as a record answer tells them. Written like `Conviction`.

    An acquittal is never entered.
    """

    check_answered = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="proceedings")
    state = models.CharField(max_length=20, choices=RecordState.choices())
    offence_code = models.CharField(max_length=7)
    country = models.CharField(max_length=2)
    since = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("-since", "pk")

    def __str__(self) -> str:
        return f"{self.state_word.label}: {self.offence_code} ({self.country})"

    @property
    def state_word(self) -> RecordState:
        return RecordState(self.state)

    @property
    def offence_label(self) -> str:
        return OFFENCES[self.offence_code].label


class CompensatingProof(models.Model):
    """What stands for an answer that cannot be had. Written by `screening.services.proof`, never changed."""

    check_answered = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=20, choices=ProofKind.choices())
    from_whom = models.CharField(max_length=120)
    dated_on = models.DateField()
    document = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="proof_is_described",
                condition=~models.Q(document="", note=""),
            ),
        )
        triggers = (pgtrigger.Protect(name="proof_fixed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.kind_word.label}, {self.from_whom}"

    @property
    def kind_word(self) -> ProofKind:
        return ProofKind(self.kind)
