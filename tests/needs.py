"""What people may read, at every stage: somebody asks, broke the glass, is reviewed, and could do without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import FieldClass
from access.gate.isps import IspsLevel
from access.models import AccessRequest, BreakGlass, Grant, ReviewCampaign, ReviewLine, Shrink, ShrinkLine
from access.reviewing.words import RemovalCost, ReviewTrigger
from access.services import access_request
from access.services.access_request import Wanted
from tests.people import Cast


@dataclass(frozen=True)
class Needs:
    request: AccessRequest
    glass: BreakGlass
    line: ReviewLine
    shrink: Shrink


def needed(grant: Grant, cast: Cast, *, at: datetime) -> Needs:
    """Hugo holds a grant and asks for more. Those of it that begin by themselves are written as rows."""
    port, account = grant.port, cast.hugo.user.username
    wanted = Wanted(
        object_ref="MSCU6639871",
        field_class=FieldClass.S3,
        purpose="Claim of the consignee",
        wanted_until=at + timedelta(days=3),
        case_ref="CL-2",
    )
    glass = BreakGlass.objects.create(
        port=port,
        account=account,
        object_ref="MSCU6639871",
        field_class=FieldClass.S2.value,
        reason="Smoke from the container.",
        begun_at=at,
        ends_at=at + timedelta(hours=2),
        level=IspsLevel.NORMAL.value,
        review_due_at=at + timedelta(hours=24),
    )
    campaign = ReviewCampaign.objects.create(
        port=port,
        field_class=grant.field_class,
        trigger=ReviewTrigger.ROLE_CHANGED.value,
        slot="made-up",
        account=account,
        opened_at=at,
        due_at=at + timedelta(days=7),
    )
    line = ReviewLine.objects.create(
        campaign=campaign,
        account=account,
        field_class=grant.field_class,
        grants=[grant.pk],
        uses=2,
        peers_having=1,
        peers_of=22,
        cost=RemovalCost.LITTLE.value,
    )
    shrink = Shrink.objects.create(
        port=port,
        group="hosts",
        field_class=grant.field_class,
        since=at - timedelta(days=90),
        until=at,
        looked_up=4812,
        opened=0,
        holders=1,
        proposed_at=at,
    )
    ShrinkLine.objects.create(shrink=shrink, grant=grant, ends_at=grant.valid_until)
    return Needs(access_request.ask(port, wanted, **cast.hugo.acts(at)), glass, line, shrink)
