"""Forms of crew lists: the file and its call, and an officer's word on one member."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Port
from screening.crew.words import CrewState

LARGEST_FILE = 4 * 1024 * 1024  # bytes; 5,000 rows with every field filled are about one and a half million


def _moment(label: str, help_text: str = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class CrewListForm(forms.Form):
    """A crew list and the call that it is for."""

    port = forms.ModelChoiceField(label="Port", queryset=Port.objects.none(), empty_label=None)
    call_ref = forms.CharField(
        label="Ship call", max_length=60, help_text="The port's reference of the call."
    )
    ship_name = forms.CharField(label="Name of ship", max_length=120)
    imo_number = forms.CharField(
        label="IMO number", max_length=12, help_text="Seven digits, as in IMO 9074729."
    )
    eta = _moment("Arrives")
    etd = _moment("Leaves", "Permits end when the ship leaves.")
    file = forms.FileField(
        label="Crew list",
        help_text="CSV in UTF-8 with the columns of FAL form 5 or of the single window, and no others.",
    )

    def __init__(self, *args: Any, ports: QuerySet[Port], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["port"].queryset = ports

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file has {upload.size:,} bytes; a crew list has {LARGEST_FILE:,} at most."
            )
        return upload

    def text(self) -> str:
        """The file as text. Raises ValidationError when it is not in UTF-8, naming the line."""
        data = self.cleaned_data["file"].read()
        for signature, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if data.startswith(signature):
                return str(data.decode(encoding, errors="replace"))
        try:
            return str(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise forms.ValidationError(
                f"Row {line} has letters that are not in UTF-8; save the file as “CSV UTF-8”."
            ) from None


class CallTimesForm(forms.Form):
    """When the ship comes and leaves, as it is known now."""

    eta = _moment("Arrives")
    etd = _moment("Leaves")


class CrewFilters(forms.Form):
    text = forms.CharField(label="Ship, IMO number or call", required=False, max_length=100)


class CrewMemberFilters(forms.Form):
    text = forms.CharField(label="Name", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *CrewState.choices()]
    )


class CrewAnswerForm(forms.Form):
    """An officer allows or refuses one member of a crew."""

    ALLOW, REFUSE = "allow", "refuse"

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes on record.",
    )

    def __init__(self, *args: Any, may_allow: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allow = [(self.ALLOW, "Issue the permit")] if may_allow else []
        self.fields["answer"].choices = [*allow, (self.REFUSE, "No permit")]
