"""The form that takes a list of needs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Organisation
from portsec.kernel.table import MOST_CHARACTERS


class BatchForm(forms.Form):
    """A file, or the table itself as text; a corrected table is handed in as text."""

    upload = forms.FileField(
        label="Table as a file",
        required=False,
        help_text="CSV in UTF-8 with a head line.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    table = forms.CharField(
        label="Or the table as text",
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )
    organisation = forms.ModelChoiceField(
        label="Employer of all of them",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, own_organisation: Organisation | None = None, **kwargs: Any) -> None:
        """With `own_organisation` the employer is given and not asked for."""
        super().__init__(*args, **kwargs)
        self.own_organisation = own_organisation
        if own_organisation is not None:
            del self.fields["organisation"]

    def text(self) -> str:
        """What was handed in; a file that is not text is named at its field."""
        upload = self.cleaned_data["upload"]
        if upload is None:
            return str(self.cleaned_data["table"])
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("upload", "The file is not in UTF-8. Save it as “CSV UTF-8”.")
            return ""

    def employer(self) -> Organisation | None:
        return self.own_organisation or self.cleaned_data.get("organisation")
