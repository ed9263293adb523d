"""Shows what a command said about its input at the fields it is about."""

from __future__ import annotations

from django.forms import Form

from portsec.kernel.errors import InvalidInput


def add_errors(error: InvalidInput, *forms: Form) -> None:
    """Each sentence goes to the form that has the field; what no form has stands at the top of the last."""
    placed = False
    for name, sentence in error.fields.items():
        owner = next((form for form in forms if name in form.fields), None)
        if owner is not None:
            owner.add_error(name, sentence)
            placed = True
    if not placed:
        forms[-1].add_error(None, error.detail)
