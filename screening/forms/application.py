"""Forms of cases: the queue's filters, a new application, notes and withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from screening.enums import ApplicationKind, ApplicationState, PersonCategory
from screening.forms.choices import SEXES, countries
from screening.models import Post

OPEN = "open"
MINE = "me"
NOBODY = "none"


class CaseFilters(forms.Form):
    """What narrows the work queue. `posts` and `owners` depend on the caller's reach."""

    text = forms.CharField(label="Name, company or reference", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), (OPEN, "All open"), *ApplicationState.choices()],
    )
    post = forms.TypedChoiceField(label="Post", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any kind"), *ApplicationKind.choices()]
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)

    def __init__(
        self,
        *args: Any,
        posts: list[tuple[int, str]] | None = None,
        owners: list[tuple[int, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "Any post"), *(posts or [])]
        self.fields["owner"].choices = [("", "Anyone"), (MINE, "Me"), (NOBODY, "Nobody"), *(owners or [])]


class FindPersonForm(forms.Form):
    """Looks for a person who is registered already."""

    find = forms.CharField(
        label="Name or reference",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class PostChoice(forms.ModelChoiceField):
    """Posts by name, with the employer they belong to and the port."""

    def label_from_instance(self, obj: Any) -> str:
        owner = f" – {obj.organisation.name}" if obj.organisation else ""
        return f"{obj.name}{owner} ({obj.port.locode})"


class ApplicationForm(forms.Form):
    """What every application says, whoever the person is."""

    post = PostChoice(
        label="Post",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        help_text="The work that the clearance is for. It decides how deep the checks go.",
    )
    declared_convictions = forms.TypedChoiceField(
        label="Convictions, as the person declares them",
        choices=[("no", "None"), ("yes", "Yes"), ("", "Not asked")],
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text="It is compared with the record later.",
    )
    declared_history = forms.BooleanField(
        label="Five years of residence, work and education are declared",
        required=False,
        help_text="All in one State, and every gap of more than 28 days is explained.",
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts


class PersonForm(forms.Form):
    """A person who is not registered yet."""

    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(
        label="Family name",
        max_length=120,
        help_text="A single name goes here.",
    )
    native_name = forms.CharField(
        label="Name in the person's own script",
        max_length=200,
        required=False,
        help_text="Where it is not written in Latin letters. It is compared with the watchlists too.",
    )
    birth_date = forms.DateField(
        label="Date of birth",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    nationality = forms.ChoiceField(label="Nationality", required=False, choices=countries)
    sex = forms.ChoiceField(label="Sex", required=False, choices=SEXES)
    category = forms.ChoiceField(label="Category", choices=PersonCategory.choices())
    organisation = forms.ModelChoiceField(
        label="Employer", queryset=Organisation.objects.all(), required=False, empty_label="None"
    )
    job_title = forms.CharField(label="Job title", max_length=120, required=False)

    def __init__(self, *args: Any, own_organisation: Organisation | None = None, **kwargs: Any) -> None:
        """With `own_organisation` the employer is given and not asked for."""
        super().__init__(*args, **kwargs)
        self.own_organisation = own_organisation
        if own_organisation is not None:
            del self.fields["organisation"]

    def details(self) -> dict[str, Any]:
        """The cleaned values, as `intake.enter` takes them."""
        values = dict(self.cleaned_data)
        values["category"] = PersonCategory(values["category"])
        values["organisation"] = self.own_organisation or values.get("organisation")
        return values


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "Add a note for colleagues"}),
    )


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
