"""Forms of the rule editor."""

from __future__ import annotations

from typing import Any

from django import forms

from access.detection.rule import Rule

PREFIX = "value_"


class RuleValuesForm(forms.Form):
    """One field for each parameter of the rule, with its unit, and the reason."""

    reason = forms.CharField(
        label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="It goes on record."
    )

    def __init__(self, *args: Any, rule: Rule, values: dict[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        for each in rule.parameters:
            self.fields[PREFIX + each.name] = forms.FloatField(
                label=each.name.replace("_", " ").capitalize(),
                initial=f"{values[each.name]:g}",
                help_text=f"In {each.unit}. Code: {each.value:g}. {each.reason.capitalize()}.",
                widget=forms.NumberInput(attrs={"step": "any"}),
            )
        self.order_fields([PREFIX + each.name for each in rule.parameters])

    @property
    def values(self) -> dict[str, float]:
        return {each.name: self.cleaned_data[PREFIX + each.name] for each in self.rule.parameters}
