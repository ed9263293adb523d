"""Reads papers within a scope."""

from __future__ import annotations

from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Document
from screening.selectors.application import access_application


def access_document(ref: str, number: int, *, scope: Scope) -> Document:
    """One paper of a case. Raises NotFound when absent or out of reach."""
    application = access_application(ref, scope=scope)
    found = Document.objects.filter(application=application, pk=number).first()
    if found is None:
        raise NotFound("document")
    found.application = application
    return found
