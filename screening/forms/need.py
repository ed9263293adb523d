"""Forms around the need and the invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from screening.enums import Language, PersonCategory
from screening.forms.application import PersonForm, PostChoice
from screening.models import Post

# The others begin on pages of their own: two firms sign, a host invites, a crew list is handed in.
ENTERED_HERE = (PersonCategory.EMPLOYEE,)


class NeedForm(forms.Form):
    """Which post, why and for how long; the person says the rest."""

    post = PostChoice(
        label="Post",
        queryset=Post.objects.none(),
        empty_label="Choose a post",
        help_text="The work that the clearance is for. It decides how deep the checks go.",
    )
    reason = forms.CharField(
        label="Why this person needs access",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The law asks for a reasoned case (Directive (EU) 2022/2557, Article 14).",
    )
    since = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="Until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty: as long as the job lasts.",
    )
    language = forms.ChoiceField(
        label="Language of the invitation", choices=Language.choices(), initial=Language.EN.value
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts

    def terms(self) -> dict[str, Any]:
        """What the need says beside the post."""
        return {name: value for name, value in self.cleaned_data.items() if name != "post"}


class InvitedPersonForm(PersonForm):
    """A person who is not registered yet and will be invited: the birth date is the second key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].required = True
        self.fields["category"].choices = [(kind.value, kind.label) for kind in ENTERED_HERE]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label="Language", choices=Language.choices())
