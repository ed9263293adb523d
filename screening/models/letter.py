"""Letters as they were sent."""

from __future__ import annotations

import secrets

import pgtrigger
from django.db import models

from screening.enums import Language
from screening.letters.words import LetterKind
from screening.models.person import REFERENCE_ALPHABET, REFERENCE_LENGTH


def new_number() -> str:
    """A number that tells nothing and cannot be counted up."""
    return "L-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


class Letter(models.Model):
    """One letter as it was sent. Written by `screening.services.letter`, emptied by `services.erasure`.

    `context` are the facts that it was made from, `pdf` the bytes that went out, `digest` their SHA-256.
    A sent letter is never changed; erasure empties `context` and `pdf` and leaves number and digest.
    """

    number = models.CharField(max_length=12, unique=True, default=new_number)
    application = models.ForeignKey("screening.Application", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind.choices())
    language = models.CharField(max_length=2, choices=Language.choices())
    context = models.JSONField(default=dict)
    pdf = models.BinaryField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="letter_erased_is_empty",
                condition=models.Q(erased_at__isnull=True) | models.Q(context={}, pdf=b""),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="letter_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="letter_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__erased_at__isnull=True)
                | pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest"))
                | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                | pgtrigger.Q(old__issued_at__df=pgtrigger.F("new__issued_at")),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        return f"letter:{self.number}"

    @property
    def kind_word(self) -> LetterKind:
        return LetterKind(self.kind)

    @property
    def language_word(self) -> Language:
        return Language(self.language)
