"""What officers find among their notices: that it is time to look into the inbox."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from hotline.selectors.campaign import own_hubs
from ledger.models import Entry
from portsec.kernel.scope import Scope


def hotline_notices(actor: User, scope: Scope) -> QuerySet[Entry]:
    """Those of the hubs whose reports the officer receives. They come at fixed hours and say no count."""
    hubs = own_hubs(actor, scope).order_by().values("locode")
    return Entry.objects.filter(kind="hotline.notice.sent", port__in=hubs).order_by("-position")
