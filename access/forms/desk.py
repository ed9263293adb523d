"""Forms of the issue desk: find a holder, ask for a badge, take a photo, hand a card over."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from access.badging.photo import Crop
from access.enums import BadgeRequestState
from access.models import Area, BadgeType
from screening.enums import ClearanceLevel

LEVEL_NEEDED = {0: "no clearance needed"} | {
    level.rank: f"{level.label.lower()} clearance" for level in ClearanceLevel
}
MOST_TEXT = 400_000  # of a picture that comes back from the preview, as base64: 300 kB of bytes
PAPERS = (
    ("passport", "Passport"),
    ("identity card", "Identity card"),
    ("driving licence", "Driving licence"),
    ("residence permit", "Residence permit"),
    ("seafarer's identity document", "Seafarer's identity document"),
)


class FindHolderForm(forms.Form):
    find = forms.CharField(
        label="Name, birth date or badge number",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AreaChoices(forms.CheckboxSelectMultiple):
    """Areas as boxes; those above the holder's clearance cannot be ticked."""

    too_high: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.too_high:
            option["attrs"]["disabled"] = True
        return option


class BadgeRequestForm(forms.Form):
    """Which badge is asked for: of which type, for which areas, for what work, until when."""

    badge_type = forms.ModelChoiceField(
        label="Type of badge", queryset=BadgeType.objects.none(), empty_label=None
    )
    areas = forms.MultipleChoiceField(label="Areas", widget=AreaChoices)
    need = forms.CharField(
        label="For what work",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the person does there. Whoever issues the badge reads it.",
    )
    needed_until = forms.DateField(
        label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self,
        *args: Any,
        types: Any,
        areas: Iterable[Area],
        rank: int | None = None,
        longest: date | None = None,
        because: str = "",
        **kwargs: Any,
    ) -> None:
        """`rank` is that of the holder's clearance, None where the asker does not see it. `longest`: last day
        that can be asked for, `because` of what."""
        super().__init__(*args, **kwargs)
        offered = list(areas)
        self.fields["badge_type"].queryset = types
        field = self.fields["areas"]
        field.choices = [(area.code, _label(area, rank)) for area in offered]
        if rank is not None:
            field.widget.too_high = frozenset(area.code for area in offered if area.level > rank)
        if longest is not None:
            self.fields[
                "needed_until"
            ].help_text = f"At the longest {longest:%-d %B %Y}: {because} ends then."
            self.fields["needed_until"].widget.attrs["max"] = longest.isoformat()


class PhotoForm(forms.Form):
    """A picture from a file or, on a phone or tablet, from its camera."""

    picture = forms.FileField(
        label="Photo",
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "user"}),
        help_text="From the front, bare face, plain background. A phone or tablet opens its camera.",
    )


class CropForm(forms.Form):
    """Which crop of the picture is kept. They come back with the form, so that nothing is stored before."""

    crop = forms.ChoiceField(label="Crop", choices=Crop.choices(), widget=forms.RadioSelect)
    top = forms.CharField(widget=forms.HiddenInput, max_length=MOST_TEXT)
    centre = forms.CharField(widget=forms.HiddenInput, max_length=MOST_TEXT)

    def content(self) -> bytes:
        """The bytes of the chosen crop; whatever they are, they are judged like an upload."""
        try:
            return base64.b64decode(self.cleaned_data[self.cleaned_data["crop"]], validate=True)
        except binascii.Error:
            return b""


class HandOverForm(forms.Form):
    """What whoever hands a card over has seen, and their name under it."""

    paper = forms.ChoiceField(label="Paper that you saw", choices=PAPERS)
    compared = forms.BooleanField(label="I compared the person with the photo and the paper")
    signed_on_paper = forms.BooleanField(label="The holder signed the receipt on paper")
    signed_as = forms.CharField(
        label="Sign with your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="As it stands in your account. It goes on record.",
    )


class AnswerForm(forms.Form):
    """Why a request is refused or taken back."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever asked reads it. Say what to do, not what is known about the person.",
    )

    def __init__(self, *args: Any, must_say: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must_say


class BadgeRequestFilters(forms.Form):
    """What narrows the requests."""

    text = forms.CharField(label="Name or reference", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *BadgeRequestState.choices()]
    )


def _label(area: Area, rank: int | None) -> str:
    above = " – above this clearance" if rank is not None and area.level > rank else ""
    return f"{area.name}: {LEVEL_NEEDED.get(area.level, 'unknown level')}{above}"
