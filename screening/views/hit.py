"""One hit: the applicant and the listed entry side by side, and the officer's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.components.tables import Column
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import HitState
from screening.forms.choices import SEXES, country_name
from screening.forms.hit import HitDecisionForm
from screening.matching.evidence import Agreement
from screening.models import Hit, Person
from screening.selectors.application import access_hit
from screening.services import hit as hits
from screening.views.evidence import may_read_in_full, may_still_answer
from screening.watchlists.entity import ListedEntity

LABELS = {
    "name": "Name",
    "kind": "Kind of entry",
    "birth_date": "Date of birth",
    "nationality": "Nationality",
    "sex": "Sex",
    "birth_place": "Place of birth",
    "document": "Documents",
}

COLUMNS = (
    Column("field", "Field"),
    Column("person", "Applicant"),
    Column("entry", "List entry"),
    Column("verdict", "What the matcher says"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the two columns, with what the matcher says of it."""

    label: str
    person: tuple[str, ...]
    entry: tuple[str, ...]
    verdict: Agreement
    sentence: str


class HitDetail(Requires, View):
    """Shows both sides; an officer decides same, different or unsure."""

    capability = Capability.VIEW_CASES

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        return self._page(access_hit(ref, number, scope=request.scope), HitDecisionForm())

    def post(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        hit = access_hit(ref, number, scope=request.scope)
        form = HitDecisionForm(request.POST)
        if not form.is_valid():
            return self._page(hit, form)
        try:
            hits.decide(
                hit,
                HitState(form.cleaned_data["state"]),
                reason=form.full_reason(),
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(hit, form)
        messages.success(request, f"Decided: {hit.state_word.label.lower()}.")
        return redirect("check-detail", ref, hit.check_answered.address)

    def _page(self, hit: Hit, form: HitDecisionForm) -> HttpResponse:
        check = hit.check_answered
        application = check.application
        context = {
            "hit": hit,
            "check": check,
            "application": application,
            "entity": ListedEntity.from_data(hit.entry.data),
            "columns": COLUMNS,
            "score": str(hit.score),
            "comparisons": comparisons(hit, application.person),
            "form": form,
            "may_answer": may_still_answer(application, self.request),
            "in_full": may_read_in_full(application, self.request),
            "is_final": hit.state_word is HitState.SAME,
            "is_changed": hit.person_version != application.person.version or hit.entry.removed_in_id,
        }
        return render(self.request, "screening/hit_detail.html", context)


def evidence_of(hit: Hit) -> list[dict[str, Any]]:
    """The lines of the matcher's explanation."""
    kept = hit.evidence
    return list(kept["evidence"]) if isinstance(kept, dict) else list(kept)


def comparisons(hit: Hit, person: Person) -> list[Comparison]:
    """Each field that the matcher looked at, with what both sides say."""
    entity = ListedEntity.from_data(hit.entry.data)
    mine, theirs = _of_person(person), _of_entry(entity)
    return [
        Comparison(
            LABELS.get(line["field"], line["field"]),
            mine.get(line["field"], ()),
            theirs.get(line["field"], ()),
            Agreement(line["verdict"]),
            line["sentence"],
        )
        for line in evidence_of(hit)
    ]


def _of_person(person: Person) -> dict[str, tuple[str, ...]]:
    born = person.birth_date
    return {
        "name": tuple(name for name in (person.full_name, person.native_name) if name),
        "kind": ("Person",),
        "birth_date": (f"{born:%-d %b %Y}",) if born else (),
        "nationality": (country_name(person.nationality),) if person.nationality else (),
        "sex": (dict(SEXES)[person.sex],) if person.sex else (),
    }


def _of_entry(entity: ListedEntity) -> dict[str, tuple[str, ...]]:
    return {
        "name": tuple(
            name.text if name.quality == "primary" else f"{name.text} ({name.quality} alias)"
            for name in entity.names
        ),
        "kind": (entity.kind.label,),
        "birth_date": tuple(birth.text for birth in entity.births),
        "nationality": entity.nationalities,
        "sex": (entity.sex.capitalize(),) if entity.sex else (),
        "birth_place": entity.birth_places,
        "document": tuple(
            " ".join(part for part in (paper.kind, paper.number, paper.country) if part)
            for paper in entity.documents
        ),
    }
