"""Forms of breaking the glass, and of its review."""

from __future__ import annotations

from django import forms

from access.break_glass.words import BreakGlassState
from access.forms.access_request import ObjectForm

PASS, CONDEMN = "pass", "condemn"


class BreakGlassForm(ObjectForm):
    """What cannot wait for an answer."""

    reason = forms.CharField(
        label="What cannot wait",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who needs it and why now. A security officer reads it today.",
    )
    hours = forms.IntegerField(
        label="Hours",
        min_value=1,
        max_value=12,
        initial=1,
        help_text="At most 12 for operational, 8 for sensitive, 2 for critical data, and never beyond the "
        "review clock of the ISPS level.",
    )


class GlassReviewForm(forms.Form):
    """Whether breaking the glass was right."""

    outcome = forms.ChoiceField(
        label="Was it right?",
        widget=forms.RadioSelect,
        choices=[(PASS, "Yes, it passes"), (CONDEMN, "No, it is abuse: end it and open a person-case")],
    )
    reason = forms.CharField(
        label="What you looked at", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BreakGlassFilters(forms.Form):
    text = forms.CharField(label="Account or container", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *BreakGlassState.choices()]
    )
