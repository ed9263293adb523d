"""New applications of contractors and of foreign experts: the person and the terms on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.doors import Requires
from accounts.roles import Capability
from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import ApplicationKind, PersonCategory
from screening.forms.application import PersonForm
from screening.forms.sponsorship import AssignmentForm, ContractForm
from screening.models import Application, Person, Post
from screening.selectors.renewal import is_ending
from screening.services import expert, need, sponsorship
from screening.services import person as people
from screening.views.sheet import sheet
from screening.views.sponsorship import employer_of, person_from, posts_for


class Newcomer(Requires, View):
    """Shows both forms and enters both or neither. Employers enter their own people only."""

    capability = Capability.ENTER_APPLICATIONS
    category: PersonCategory
    template = ""
    employer_label = "Employer"

    def get(self, request: HttpRequest) -> HttpResponse:
        person = person_from(request, request.GET.get("person", ""))
        return self._page(person, self.terms_form(person), self._person_form(person))

    def post(self, request: HttpRequest) -> HttpResponse:
        person = person_from(request, request.POST.get("person", ""))
        terms, newcomer = self.terms_form(person, request.POST), self._person_form(person, request.POST)
        forms = [form for form in (newcomer, terms) if form is not None]
        invalid = [form for form in forms if not form.is_valid()]  # each says what is wrong with it
        if invalid:
            return self._page(person, terms, newcomer)
        try:
            with transaction.atomic():
                known = person or self._register(newcomer, terms.cleaned_data["post"])
                entered = self.enter(known, terms)
        except InvalidInput as error:
            add_errors(error, *forms)
            return self._page(person, terms, newcomer)
        return self._entered(entered)

    def terms_form(self, person: Person | None, data: Any = None) -> Form:
        raise NotImplementedError

    def enter(self, person: Person, terms: Form) -> need.Declared:
        raise NotImplementedError

    def acts(self) -> dict[str, Any]:
        return {"actor": self.request.user, "scope": self.request.scope, "at": clock.now()}

    def kind_for(self, person: Person) -> ApplicationKind:
        """Whoever is cleared until soon renews; everybody else applies anew."""
        return ApplicationKind.RENEWAL if is_ending(person, at=clock.now()) else ApplicationKind.INITIAL

    def _person_form(self, person: Person | None, data: Any = None) -> PersonForm | None:
        if person is not None:
            return None
        form = PersonForm(data, own_organisation=employer_of(self.request))
        form.fields.pop("category", None)
        if "organisation" in form.fields:
            form.fields["organisation"].label = self.employer_label
        return form

    def _register(self, newcomer: PersonForm, post: Post) -> Person:
        newcomer.cleaned_data["category"] = self.category.value
        details = newcomer.details()
        return people.register(port=post.port, actor=self.request.user.reference, at=clock.now(), **details)

    def _entered(self, entered: need.Declared) -> HttpResponse:
        case = entered.application
        if entered.invited is not None:
            return sheet(self.request, entered.invited)
        messages.success(self.request, self.said(case))
        if self.request.scope.holds(Capability.VIEW_CASES.value, case.port_id):
            return redirect("case-detail", case.ref)
        return redirect("sponsorship-list")

    def said(self, case: Application) -> str:
        return f"Application {case.ref} entered."

    def _page(self, person: Person | None, terms: Form, newcomer: PersonForm | None) -> HttpResponse:
        context = {"person": person, "form": terms, "person_form": newcomer, "category": self.category}
        return render(self.request, self.template, context)


class NewContractor(Newcomer):
    """A contractor: with the contract, and the host who signs beside the hiring firm."""

    category = PersonCategory.CONTRACTOR
    template = "screening/contractor_new.html"
    employer_label = "Hiring firm"

    def terms_form(self, person: Person | None, data: Any = None) -> ContractForm:
        takes_paper = self.request.scope.holds(Capability.VIEW_CASES.value)
        return ContractForm(data, posts=posts_for(self.request, person), takes_paper=takes_paper)

    def enter(self, person: Person, terms: Form) -> need.Declared:
        said = terms.cleaned_data
        paper = sponsorship.OnPaper(
            declared_convictions=said.get("declared_convictions"),
            declared_history=said.get("declared_history", False),
        )
        application = sponsorship.enter(
            person,
            said["post"],
            sponsorship.Terms(
                host=said["host"],
                contract_number=said["contract_number"],
                tier=said["tier"],
                ends_on=said["ends_on"],
            ),
            reason=said["reason"],
            since=said["since"],
            language=said["language"],
            on_paper=paper if said.get("on_paper") else None,
            kind=self.kind_for(person),
            **self.acts(),
        )
        return need.Declared(application, None)

    def said(self, case: Application) -> str:
        return f"Application {case.ref} entered; hiring firm and host are asked to sign."


class NewExpert(Newcomer):
    """A foreign expert: with host, purpose and end, all of them needed."""

    category = PersonCategory.FOREIGN_EXPERT
    template = "screening/expert_new.html"

    def terms_form(self, person: Person | None, data: Any = None) -> AssignmentForm:
        return AssignmentForm(data, posts=posts_for(self.request, person), own_host=employer_of(self.request))

    def enter(self, person: Person, terms: Form) -> need.Declared:
        said = terms.cleaned_data
        host = said.get("host") or employer_of(self.request)
        return expert.enter(
            person,
            said["post"],
            expert.Terms(host=host, purpose=said["purpose"], ends_on=said["ends_on"]),
            since=said["since"],
            language=said["language"],
            kind=self.kind_for(person),
            **self.acts(),
        )
