"""Forms of the officer's look at a declaration, and of the papers of a case."""

from __future__ import annotations

from django import forms

from screening.enums import DocumentKind


class GiveBackForm(forms.Form):
    items = forms.CharField(
        label="What is missing",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One line for each thing. The person reads it as it stands here.",
    )

    def lines(self) -> list[str]:
        return str(self.cleaned_data["items"]).splitlines()


class CompleteForm(forms.Form):
    reason = forms.CharField(
        label="Why the checks are asked although something is missing",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AddPaperForm(forms.Form):
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), *DocumentKind.choices()])
    title = forms.CharField(label="Title", max_length=120, required=False)
    upload = forms.FileField(label="File", help_text="JPEG, PNG, WebP or PDF, up to 10 MB.")


class OpenPaperForm(forms.Form):
    reason = forms.CharField(
        label="Why do you open it?",
        max_length=300,
        help_text="Kept with your name; the person may ask who looked.",
    )
