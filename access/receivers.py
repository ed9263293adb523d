"""Hears of changed clearances (follow-up only: if a signal is lost, gates still refuse) and of migrations."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.apps import apps as installed
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from access import cargo_view
from access.models import Credential
from access.services import status_list
from screening.enums import ClearanceState
from screening.models import Clearance
from screening.signals import clearance_changed

logger = logging.getLogger("portsec.access")
OUR_APP = installed.get_app_config("access")


@receiver(pre_migrate, sender=OUR_APP)
def take_views_away(sender: Any, using: str, plan: list[Any], **kwargs: Any) -> None:
    """A migration may change any table, also one that a view reads."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute(cargo_view.DROP)


@receiver(post_migrate, sender=OUR_APP)
def make_views(sender: Any, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Views follow the code and the time zone of the port; on the way to an older state there are none."""
    if "cargopermission" in apps.all_models["access"]:
        with connections[using].cursor() as cursor:
            cursor.execute(cargo_view.text(settings.TIME_ZONE))


@receiver(clearance_changed)
def tell_badge_desk(
    sender: Any, clearance: Clearance, state: ClearanceState, at: datetime, by: str, **kwargs: Any
) -> None:
    """The badge desk sees it in its list of badges to retrieve, which reads clearances; this only logs."""
    held = clearance.person.badges.filter(state="active").count()
    if state is not ClearanceState.GRANTED and held:
        logger.info("badges to retrieve", extra={"person": clearance.person.ref, "badges": held})


@receiver(clearance_changed)
def publish_status_lists(
    sender: Any, clearance: Clearance, state: ClearanceState, at: datetime, by: str, **kwargs: Any
) -> None:
    """Readers that decide alone hear of it by the next list; nothing is asked for without a badge."""
    held = Credential.objects.filter(badge__person_id=clearance.person_id, ended_at=None, expires_at__gt=at)
    if held.exists():
        status_list.request(clearance.port, actor=by, at=at)
