"""The form that takes a list of needs."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Organisation
from portsec.interface.table_form import TableForm


class BatchForm(TableForm):
    """The table, and who employs the people in it."""

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

    def employer(self) -> Organisation | None:
        return self.own_organisation or self.cleaned_data.get("organisation")
