"""The forms with which a guard checks a badge, and sets the record of who is inside right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from access.credential.base45 import PREFIX
from access.credential.picture import MOST_BYTES, TOO_LARGE, text_of_code
from access.enums import Direction
from access.models import Badge, GateEvent
from portsec.kernel.errors import InvalidInput

LONGEST_SERIAL = Badge._meta.get_field("serial").max_length or 0
LONGEST_CREDENTIAL = 700  # a signed one has some 460 characters; scanners add a prefix of their own at most
LONGEST_PLATE = GateEvent._meta.get_field("vehicle").max_length or 0
MOST_OCCUPANTS = 60  # a bus
VISIT = "V-"
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
CAMERA = {"accept": "image/*", "capture": "environment"}


class CardField(forms.CharField):
    """What was typed or scanned. Spaces around a number are dropped; at the end of a code they count."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=TYPED))
        super().__init__(required=False, strip=False, max_length=LONGEST_CREDENTIAL, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        return text.lstrip() if text.lstrip().startswith(PREFIX) else text.strip()


class PictureField(forms.FileField):
    """A photograph of a badge's code, taken by the phone without any script."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.FileInput(attrs=CAMERA), allow_empty_file=True, **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> str:
        """The text of the code, empty without a picture."""
        upload: UploadedFile | None = super().clean(data, initial)
        if not upload:
            return ""
        if upload.size is None or upload.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return text_of_code(upload.read())
        except InvalidInput as error:
            raise forms.ValidationError(error.detail) from None


class GateCheckForm(forms.Form):
    """Which gate, which way, and what was scanned or typed. `nonce` makes a double press one attempt."""

    reader = forms.ChoiceField(label="Gate")
    direction = forms.ChoiceField(
        label="Way", widget=forms.RadioSelect, choices=Direction.choices(), initial=Direction.IN.value
    )
    picture = PictureField(label="Photograph the code")
    card = CardField(label="Or type the number", help_text="As printed on the badge. A visit starts with V-.")
    vouched = forms.BooleanField(
        label="I have compared the face with the photo, and vouch for the person", required=False
    )
    second_guard = CardField(label="Badge of a second guard who vouches")
    escort = CardField(label="Badge of the escort")
    escort_picture = PictureField(label="Or photograph the escort's code")
    vehicle = forms.CharField(
        label="Number plate", required=False, max_length=LONGEST_PLATE, widget=forms.TextInput(attrs=TYPED)
    )
    occupants = forms.IntegerField(
        label="People in the vehicle",
        required=False,
        min_value=1,
        max_value=MOST_OCCUPANTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not {"card", "picture"} & self.errors.keys() and not self.presented:
            self.add_error("card", "Photograph the code, or type the number printed on the badge.")
        return self.cleaned_data

    @property
    def presented(self) -> str:
        """What was typed or, where nothing was, read from the picture."""
        return self.cleaned_data.get("card") or self.cleaned_data.get("picture") or ""

    @property
    def visit_ref(self) -> str:
        """The reference of a visit, where one was given instead of a badge."""
        given = self.presented.upper()
        return given if given.startswith(VISIT) and len(given) <= LONGEST_SERIAL else ""

    def attempt(self) -> dict[str, Any]:
        """What was given, as `gate_event.Attempt` names it: longer than any number is a credential."""
        given = self.presented
        is_number = len(given) <= LONGEST_SERIAL and not given.startswith(PREFIX)
        second = self.cleaned_data["second_guard"]
        return {
            "direction": Direction(self.cleaned_data["direction"]),
            "credential": "" if is_number else given,
            "serial": given if is_number else "",
            "vouched": self.cleaned_data["vouched"],
            "guards": (second,) if second else (),
            "escort": self.cleaned_data["escort"] or self.cleaned_data["escort_picture"],
            "vehicle": self.cleaned_data["vehicle"],
            "occupants": self.cleaned_data["occupants"],
        }


class ForgiveForm(forms.Form):
    """What the guard has seen, so that passages up to now no longer count."""

    reason = forms.CharField(
        label="What have you seen?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: stood before me outside, and had left through the gate for vehicles.",
    )
