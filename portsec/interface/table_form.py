"""The form that takes a table which an office keeps (`portsec.kernel.table`)."""

from __future__ import annotations

from django import forms

from portsec.kernel.table import MOST_CHARACTERS

MOST_BYTES = 4 * MOST_CHARACTERS  # no more characters fit into a larger file than a table may have


class TableForm(forms.Form):
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

    def text(self) -> str:
        """What was handed in; a file that is too long or no text is named at its field."""
        upload = self.cleaned_data["upload"]
        if upload is None:
            return str(self.cleaned_data["table"])
        if upload.size > MOST_BYTES:
            self.add_error("upload", "The file is too long.")
            return ""
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("upload", "The file is not in UTF-8. Save it as “CSV UTF-8”.")
            return ""
