"""Forms of port bans."""

from __future__ import annotations

from django import forms

from screening.kinds.words import BanScope, BanState


class PortBanFilters(forms.Form):
    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any state"), *BanState.choices()])


class PortBanForm(forms.Form):
    """A ban, as the order says it."""

    forbids = forms.ChoiceField(
        label="What is forbidden", widget=forms.RadioSelect, choices=BanScope.choices()
    )
    authority = forms.CharField(label="Court or authority", max_length=200)
    order_ref = forms.CharField(label="Number of the order", max_length=120)
    legal_ref = forms.CharField(
        label="Law that it rests on", max_length=200, help_text="The article, as the order names it."
    )
    starts_on = forms.DateField(
        label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. The ban ends by itself after it.",
    )


class BanAnswerForm(forms.Form):
    """One step on a ban; which ones there are depends on its state."""

    step = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record.",
    )

    def __init__(self, *args: object, steps: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps
        if len(steps) == 1:
            self.fields["step"].initial = steps[0][0]
