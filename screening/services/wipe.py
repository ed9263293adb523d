"""Takes rows away or empties them: the hand of erasure. Which rows and when, `services.erasure` decides.

Some of these rows are append-only for everybody else; their guards are put aside here alone, by name and for
the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from screening.belongings import ERASED, OF_PEOPLE, Belonging
from screening.models import Application, Check, Conviction, Document, Person, Proceeding, RecordTrace
from screening.retention.words import DataClass
from screening.services import document as documents

NO_BIRTH_DATE = date(1900, 1, 1)  # stands where the column may not be empty
UNUSED = "no finding rests on it"
LONGEST_USE = 200  # characters of the column
NAMELESS: dict[str, Any] = {
    **dict.fromkeys(("given_names", "native_name", "search_name", "nationality", "sex", "external_ref"), ""),
    **dict.fromkeys(("job_title", "employment", "peer_group"), ""),
    **dict.fromkeys(("birth_date", "organisation"), None),
    "family_name": "(erased)",
}


def rows_of(belonging: Belonging, owner: Application | Person) -> QuerySet[Any]:
    """The rows of one belonging that are this case's or this person's."""
    rows: QuerySet[Any] = apps.get_model(belonging.model)._base_manager.all()
    return rows.filter(**{belonging.to: owner.pk}, **belonging.only)


def wipe(belonging: Belonging, owner: Application | Person, *, at: datetime) -> int:
    """Delete or empty them; how many there were."""
    rows = rows_of(belonging, owner)
    with _guards_aside(rows.model):
        if belonging.deletes:
            count = rows.count()
            rows.delete()
            return count
        return rows.update(**_emptied(belonging, rows.model, at))


def reduce_record(application: Application) -> int:
    """Turn each entry of a record's answer into fact, code and use; how many there were."""
    checks = Check.objects.filter(application=application)
    used = _uses(application)
    count = 0
    for check in checks.prefetch_related("convictions", "proceedings"):
        entries: list[Conviction | Proceeding] = [*check.convictions.all(), *check.proceedings.all()]
        RecordTrace.objects.bulk_create(
            RecordTrace(
                check_answered=check,
                offence_code=entry.offence_code,
                use=used.get(f"{entry._meta.model_name}:{entry.pk}", UNUSED)[:LONGEST_USE],
            )
            for entry in entries
        )
        for entry in entries:
            entry.delete()
        count += len(entries)
    asked = checks.filter(kind__in=("criminal_record", "ecris"))
    return count + asked.exclude(detail__in=("", ERASED)).update(detail=ERASED)


def erase_documents(application: Application, *, actor: str, at: datetime) -> int:
    """Take the files from the disk; the rows say that there was such a paper."""
    standing = Document.objects.filter(application=application, erased_at__isnull=True)
    for document in standing:
        documents.erase(document, actor=actor, at=at)
    return len(standing)


def make_nameless(person: Person, *, at: datetime) -> dict[DataClass, int]:
    """Empty what names the person, in their own row and beside it; counts per class."""
    counts: dict[DataClass, int] = {}
    for belonging in OF_PEOPLE:
        counts[belonging.data_class] = counts.get(belonging.data_class, 0) + wipe(belonging, person, at=at)
    papers = apps.get_model("screening.TravelDocument")._base_manager.filter(person=person)
    counts[DataClass.IDENTITY] += papers.update(
        number=Concat(Value("erased "), Cast(F("pk"), CharField())),
        birth_date=NO_BIRTH_DATE,
        expires_on=None,
    )
    Person.objects.filter(pk=person.pk).update(**NAMELESS, erased_at=at, version=F("version") + 1)
    counts[DataClass.IDENTITY] += 1
    return counts


def _uses(application: Application) -> dict[str, str]:
    """How the last assessment used each entry: the rule of its finding, or why it was set aside."""
    assessment = application.assessments.order_by("-at", "-pk").first()
    if assessment is None:
        return {}
    used = {row["about"]: f"set aside: {row['code']}" for row in assessment.set_aside if "about" in row}
    for finding in assessment.findings.all():
        words = f"{finding.criterion} ({finding.effect}{', ' + finding.rule if finding.rule else ''})"
        used |= dict.fromkeys(finding.about.split(), words)
    return {about: words.replace("_", " ") for about, words in used.items()}


def _emptied(belonging: Belonging, model: type[Model], at: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = dict(belonging.empties)
    for name in belonging.texts:
        changes[name] = Case(When(Q(**{name: ""}), then=Value("")), default=Value(ERASED))
    if any(each.name == "erased_at" for each in model._meta.concrete_fields):
        changes["erased_at"] = at
    return changes


@contextmanager
def _guards_aside(model: type[Model]) -> Iterator[None]:
    """Put aside the triggers that forbid changing or deleting rows of this model, until the block ends."""
    guards = [
        f"{model._meta.label}:{trigger.name}"
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.Protect) and trigger.name != "letter_fixed"
    ]
    if not guards:
        yield
        return
    with pgtrigger.ignore(*guards):
        yield
