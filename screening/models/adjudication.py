"""What officers say of a listed entity that resembles somebody, wherever the resemblance was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from portsec.kernel.words import Word
from screening.adjudication_words import DismissalGround, HitStatus
from screening.enums import HitState

if TYPE_CHECKING:
    from screening.models.person import Person
    from screening.models.watchlist import ListEntry

REFER = "Refer to authority"
ANSWERS = {
    HitState.DIFFERENT: HitStatus.NO_OBJECTION,
    HitState.SAME: HitStatus.OBJECTION,
}


def same_by_two() -> models.Q:
    """The condition of every table of hits: "same" rests on two officers."""
    return ~models.Q(state=HitState.SAME.value) | (
        models.Q(same_said_by__isnull=False, decided_by__isnull=False)
        & ~models.Q(same_said_by=models.F("decided_by"))
    )


class Adjudicated(models.Model):
    """The columns that `Hit` and `CrewHit` share: the comparison, and the officers' word on it.

    It binds one version of the person to one version of the entry. `same_said_*` is the first officer's
    "same", which waits for the second while the state is open. On a restricted list it is the referral:
    `referred_to` is the authority, `answer_reference` the number of its answer; figures and comparison are
    not kept.
    """

    person_version = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=4, decimal_places=3)
    priority = models.DecimalField(max_digits=4, decimal_places=3)
    evidence = models.JSONField()
    state = models.CharField(max_length=10, choices=HitState.choices(), default=HitState.OPEN.value)
    same_said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    same_said_at = models.DateTimeField(null=True)
    same_said_reason = models.TextField(blank=True, default="")
    referred_to = models.CharField(max_length=120, blank=True, default="")
    answer_reference = models.CharField(max_length=40, blank=True, default="")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=12, choices=DismissalGround.choices(), blank=True, default="")
    reason = models.TextField(blank=True)

    entry: models.ForeignKey[ListEntry, ListEntry]
    NUMBERED = "H"  # how the numbers begin by which officers and authorities name a hit

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> Person:
        """The person whom the hit is about, wherever it was found."""
        raise NotImplementedError

    @property
    def state_word(self) -> HitState:
        return HitState(self.state)

    @property
    def ground_word(self) -> DismissalGround | None:
        return DismissalGround(self.ground) if self.ground else None

    @property
    def number(self) -> str:
        return f"{self.NUMBERED}-{self.pk}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The matcher's explanation, field by field."""
        return list(self.evidence["evidence"] if isinstance(self.evidence, dict) else self.evidence)

    @property
    def is_restricted(self) -> bool:
        """Whether only an authority may know what the entry says."""
        return self.entry.is_restricted

    @property
    def awaits_second(self) -> bool:
        """Whether one officer said "same", or referred it, and another must speak."""
        return self.state_word is HitState.OPEN and self.same_said_by_id is not None

    @property
    def status(self) -> Word:
        """The word that lists and pages show."""
        if self.is_restricted:
            waiting = HitStatus.REFERRED if self.awaits_second else HitStatus.TO_REFER
            return ANSWERS.get(self.state_word, waiting)
        return HitStatus.TO_CONFIRM if self.awaits_second else self.state_word

    @property
    def title(self) -> str:
        return f"{REFER}, {self.number}" if self.is_restricted else self.entry.name

    @property
    def list_label(self) -> str:
        return self.entry.source_word.label

    @property
    def entry_number(self) -> str:
        """The publisher's number of the entry; the hit's own where that is the authority's to know."""
        return self.number if self.is_restricted else self.entry.uid

    @property
    def figure(self) -> str:
        """The score for people; nothing where none is kept."""
        return "" if self.is_restricted else str(self.score)


def spoken(ground: DismissalGround | None, words: str) -> str:
    """A ground and an officer's own words in one text; "another reason" is told by the words alone."""
    if ground is None or ground is DismissalGround.OTHER:
        return words
    return f"{ground.label}. {words}".strip()
