"""Hears of changed clearances. Follow-up only: if a signal is lost, gates still refuse."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from screening.enums import ClearanceState
from screening.models import Clearance
from screening.signals import clearance_changed

logger = logging.getLogger("portsec.access")


@receiver(clearance_changed)
def tell_badge_desk(
    sender: Any, clearance: Clearance, state: ClearanceState, at: datetime, by: str, **kwargs: Any
) -> None:
    """The badge desk sees it in its list of badges to retrieve, which reads clearances; this only logs."""
    held = clearance.person.badges.filter(state="active").count()
    if state is not ClearanceState.GRANTED and held:
        logger.info("badges to retrieve", extra={"person": clearance.person.ref, "badges": held})
