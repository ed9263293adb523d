"""Makes ports."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.models import Port
from portsec.kernel.errors import InvalidInput


def ensure(locode: str, name: str = "") -> Port:
    """The port of that UN/LOCODE; made when it is new.

    Refuses when: it is new and has no name, or the code is no UN/LOCODE (InvalidInput).
    Safe to repeat because: a known port is returned as it is.
    """
    known = Port.objects.filter(locode=locode).first()
    if known is not None:
        return known
    if not name.strip():
        raise InvalidInput(f"There is no port {locode} yet; give its name too.", fields={"name": "Missing."})
    made = Port(locode=locode, name=name.strip(), country=locode[:2])
    try:
        made.full_clean()
    except ValidationError as error:
        raise InvalidInput(
            f"{locode}: {' '.join(error.messages)}", fields={"locode": "Not a code."}
        ) from None
    made.save()
    return made
