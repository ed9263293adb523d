"""Crew lists, the people on them and the documents that they are recognised by."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models
from django.db.models import F, Q

from screening.crew.words import CrewListState, CrewQuestion, CrewState, TravelDocumentKind
from screening.kinds.transitions import CREW_STEPS
from screening.models.adjudication import Adjudicated, same_by_two
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH, Person


def new_ref() -> str:
    """A reference that tells nothing and cannot be counted up."""
    return "CL-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class CrewList(models.Model):
    """A crew list as it was sent for one ship's call. Written by `screening.services.crew`.

    `text` is the file while somebody still looks at the preview, and empty afterwards. `rejected` keeps the
    rows that could not be read, to be corrected: their `cells`, and `errors` with field and reason.
    The call is named by its text reference; only `access` knows the call itself.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="crew_lists")
    call_ref = models.CharField(max_length=60)
    ship_name = models.CharField(max_length=120)
    imo_number = models.CharField(max_length=7)
    eta = models.DateTimeField()
    etd = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=CrewListState.choices(), default=CrewListState.DRAFT.value
    )
    file_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    header = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(name="crew_list_leaves_after_arrival", condition=Q(etd__gt=F("eta"))),
            models.CheckConstraint(name="crew_list_imo_shape", condition=Q(imo_number__regex="^[0-9]{7}$")),
            models.CheckConstraint(name="crew_list_keeps_no_file", condition=Q(state="draft") | Q(text="")),
        )
        indexes = (models.Index(fields=["port", "-sent_at"], name="crew_list_by_port"),)
        triggers = (
            pgtrigger.FSM(
                name="crew_list_states",
                field="state",
                transitions=[("draft", "discarded"), ("draft", "taken")],
            ),
        )

    def __str__(self) -> str:
        return f"{self.ship_name} {self.call_ref}"

    @property
    def reference(self) -> str:
        """How the record names this list."""
        return f"crew_list:{self.ref}"

    @property
    def state_word(self) -> CrewListState:
        return CrewListState(self.state)


class TravelDocument(models.Model):
    """A document by which a seafarer is known again. Written by `screening.services.crew`.

    Number, issuing State and the date of birth together are one person (FAL form 5, ILO Convention 185).
    """

    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="travel_documents")
    port = models.ForeignKey("accounts.Port", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=TravelDocumentKind.choices())
    number = models.CharField(max_length=35)
    state = models.CharField(max_length=3)
    birth_date = models.DateField()
    expires_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["port", "number", "state", "birth_date"], name="travel_document_one_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def kind_word(self) -> TravelDocumentKind:
        return TravelDocumentKind(self.kind)


class CrewMember(models.Model):
    """One person on one crew list, with the fields of FAL form 5 and no others.

    Written by `screening.services.crew`. `question` says why an officer is asked. `returning` counts earlier
    calls of this person at the port.
    """

    crew_list = models.ForeignKey(CrewList, on_delete=models.PROTECT, related_name="members")
    row = models.PositiveIntegerField()
    person = models.ForeignKey("screening.Person", on_delete=models.PROTECT, related_name="crew_entries")
    document = models.ForeignKey(TravelDocument, on_delete=models.PROTECT, related_name="crew_entries")
    sequence = models.PositiveIntegerField(null=True)
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    nationality = models.CharField(max_length=3)
    birth_place = models.CharField(max_length=60, blank=True)
    birth_country = models.CharField(max_length=2, blank=True)
    embarked_at = models.CharField(max_length=5, blank=True)
    disembarks_at = models.CharField(max_length=5, blank=True)
    visa_number = models.CharField(max_length=60, blank=True)
    returning = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=CrewState.choices(), default=CrewState.TO_SCREEN.value)
    question = models.CharField(max_length=20, choices=CrewQuestion.choices(), blank=True)
    screened_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("row", "pk")
        constraints = (
            models.UniqueConstraint(fields=["crew_list", "row"], name="crew_member_one_row"),
            models.UniqueConstraint(fields=["crew_list", "person"], name="crew_member_once_per_list"),
            models.CheckConstraint(
                name="crew_member_refused_by_officer",
                condition=~Q(state="refused") | Q(answered_by__isnull=False) & ~Q(reason=""),
            ),
        )
        indexes = (models.Index(fields=["crew_list", "state", "row"], name="crew_member_by_state"),)
        triggers = (pgtrigger.FSM(name="crew_member_states", field="state", transitions=sorted(CREW_STEPS)),)

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as this list writes it."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def state_word(self) -> CrewState:
        return CrewState(self.state)

    @property
    def question_word(self) -> CrewQuestion | None:
        return CrewQuestion(self.question) if self.question else None


class CrewHit(Adjudicated):
    """A listed entity that may be a member of a crew. Written by `screening.services.crew_screening`."""

    member = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="hits")
    entry = models.ForeignKey("screening.ListEntry", on_delete=models.PROTECT, related_name="crew_hits")
    NUMBERED = "CH"

    class Meta:
        ordering = ("-priority", "-score", "pk")
        constraints = (
            models.UniqueConstraint(fields=["member", "entry"], name="crew_hit_once"),
            models.CheckConstraint(
                name="crew_hit_decided_by_someone",
                condition=Q(state="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="crew_hit_same_by_two", condition=same_by_two()),
        )

    @property
    def whose(self) -> Person:
        return self.member.person
