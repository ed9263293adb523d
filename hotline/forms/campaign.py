"""Forms of campaigns and of answers kept ready."""

from __future__ import annotations

from django import forms

from hotline.models import Hub


class HubForm(forms.Form):
    """For one of the hubs whose reports the officer receives, in one of its languages."""

    hub = forms.ModelChoiceField(label="Port", queryset=Hub.objects.none(), empty_label=None)
    language = forms.ChoiceField(label="Language", choices=())

    def __init__(
        self, *args: object, hubs: object, languages: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = hubs
        self.fields["language"].choices = languages


class CampaignForm(HubForm):
    company = forms.CharField(
        label="Company or place",
        max_length=200,
        help_text="Where the cards will lie. It is not printed on them.",
    )


class AnswerForm(HubForm):
    title = forms.CharField(label="Title", max_length=120, help_text="For you and your colleagues.")
    text = forms.CharField(label="Text", max_length=4_000, widget=forms.Textarea(attrs={"rows": 6}))
