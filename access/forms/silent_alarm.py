"""The form with which a care officer answers a silent alarm."""

from __future__ import annotations

from django import forms

from access.services.silent_alarm import LONGEST_REMARK


class AnswerAlarmForm(forms.Form):
    """What was done. It is kept with the alarm and nowhere else."""

    remark = forms.CharField(
        label="What was done",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept with the alarm and nowhere else; only care officers read it.",
    )
