"""What a command said about the person's input, in the person's language."""

from __future__ import annotations

from django.forms import Form
from django.utils.translation import gettext

from portsec.interface.form_errors import add_errors
from portsec.kernel.errors import InvalidInput


def say(error: InvalidInput, form: Form) -> None:
    """Each sentence at its field; one without a translation stands there in English."""
    fields = {name: gettext(sentence) for name, sentence in error.fields.items()}
    add_errors(InvalidInput(gettext(error.detail), fields=fields), form)
