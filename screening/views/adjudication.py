"""What the pages of hits share: both sides, what was said before, and the officer's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from portsec.interface.form_errors import add_errors
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from screening.enums import HitState
from screening.forms.hit import ReasonForm, form_for
from screening.models import CrewHit, Hit
from screening.selectors.dismissal import cleared_before
from screening.views.comparison import COLUMNS, Change, changes, comparisons
from screening.watchlists.entity import ListedEntity


def spoken(request: HttpRequest, found: Hit | CrewHit, command: Callable[..., Any]) -> ReasonForm | None:
    """Give the posted word to the command. None when it is kept, else the form with what is wrong."""
    form = form_for(found, request.POST)
    if not form.is_valid():
        return form
    try:
        command(found, **form.said(), actor=request.user, scope=request.scope, at=clock.now())
    except InvalidInput as error:
        add_errors(error, form)
        return form
    return None


def told(found: Hit | CrewHit) -> str:
    """What became of a hit, for the officer who has just spoken."""
    if found.awaits_second and found.is_restricted:
        return "On record: referred. Another officer enters what the authority answers."
    if found.awaits_second:
        return "On record: same person. Another officer must confirm it."
    if found.state_word is HitState.OPEN:
        return "Returned: it waits for a first answer again."
    return f"Decided: {found.status.label.lower()}."


def page_context(found: Hit | CrewHit) -> dict[str, Any]:
    """What every page of a hit shows. Of a restricted list there are no sides to compare."""
    shared = {
        "hit": found,
        "person": found.whose,
        "is_final": found.state_word is HitState.SAME,
        "is_changed": found.person_version != found.whose.version or found.entry.removed_in_id is not None,
        "cleared": cleared_before(found) if found.decided_by_id is None else None,
    }
    if found.is_restricted:
        return shared
    entity = ListedEntity.from_data(found.entry.data)
    return shared | {
        "entity": entity,
        "reference": entity.reference or entity.uid,
        "columns": COLUMNS,
        "comparisons": comparisons(found),
        "changes": _changes(shared["cleared"], entity),
    }


def _changes(cleared: Any, entity: ListedEntity) -> list[Change]:
    if cleared is None or not cleared.is_entry_changed:
        return []
    return changes(ListedEntity.from_data(cleared.hit.entry.data), entity)
