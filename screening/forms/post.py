"""Forms of posts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation, Port
from screening.enums import ClearanceLevel
from screening.models import Post
from screening.services.post import LONGEST_CODE, LONGEST_NAME, NO_REASON, PostDetails
from screening.suitability.words import FunctionAspect

RISKS = [(1, "1 ordinary"), (2, "2 sensitive"), (3, "3 critical")]
FIELD_CLASSES = [
    ("S0", "S0 public: schedules"),
    ("S1", "S1 operational: positions, times, documents"),
    ("S2", "S2 sensitive: contents, consignees, customs status"),
    ("S3", "S3 critical: release rights and PIN codes, scan selection"),
]


class PostFilters(forms.Form):
    text = forms.CharField(label="Name, code or organisation", required=False, max_length=100)
    level = forms.ChoiceField(
        label="Level", required=False, choices=[("", "Any level"), *ClearanceLevel.choices()]
    )
    unreasoned = forms.BooleanField(label="Without a reason", required=False)


class AreasField(forms.CharField):
    """Codes of areas, separated by commas, spaces or lines."""

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, re.split(r"[,;\s]+", super().to_python(value)))))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        """No areas is an answer: a post may reach data alone."""

    def run_validators(self, value: Any) -> None:
        super().run_validators(", ".join(value))


class PostForm(forms.Form):
    """What an officer says of a post. The level is worked out, never asked."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    code = forms.CharField(label="Code", max_length=LONGEST_CODE, help_text="Unique at the port; it stays.")
    name = forms.CharField(label="Name", max_length=LONGEST_NAME)
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="Any organisation",
    )
    risk = forms.TypedChoiceField(
        label="Function risk",
        coerce=int,
        choices=RISKS,
        help_text="What could be done with this work, by the risk assessment of the entity.",
    )
    areas = AreasField(
        label="Areas",
        required=False,
        max_length=2000,
        help_text="Codes of the restricted areas that the work enters, separated by commas.",
    )
    field_classes = forms.MultipleChoiceField(
        label="Classes of data",
        required=False,
        choices=FIELD_CLASSES,
        widget=forms.CheckboxSelectMultiple,
    )
    aspects = forms.MultipleChoiceField(
        label="What the work gives power over",
        required=False,
        choices=[(aspect.value, aspect.label.capitalize()) for aspect in FunctionAspect],
        widget=forms.CheckboxSelectMultiple,
        help_text="Some policies judge only offences that matter for the function.",
    )
    reason = forms.CharField(
        label="Why people in this post are checked",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The duly reasoned case that Directive (EU) 2022/2557, Art. 14(1), asks for.",
    )

    def __init__(self, *args: Any, ports: QuerySet[Port], post: Post | None = None, **kwargs: Any) -> None:
        """A post that exists keeps its port and code."""
        if post is not None:
            kwargs.setdefault("initial", initial(post))
        super().__init__(*args, **kwargs)
        if post is None:
            self.fields["port"].queryset = ports
        else:
            del self.fields["port"], self.fields["code"]

    def details(self) -> PostDetails:
        values = self.cleaned_data
        return PostDetails(
            name=values["name"],
            organisation=values["organisation"],
            risk=values["risk"],
            areas=tuple(values["areas"]),
            field_classes=tuple(values["field_classes"]),
            aspects=tuple(values["aspects"]),
            reason=values["reason"],
        )


def initial(post: Post) -> dict[str, Any]:
    return {
        "name": post.name,
        "organisation": post.organisation,
        "risk": post.risk,
        "areas": post.areas,
        "field_classes": post.field_classes,
        "aspects": post.aspects,
        "reason": "" if post.reason == NO_REASON else post.reason,
    }
