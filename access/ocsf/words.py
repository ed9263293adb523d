"""The numbers of OCSF 1.5 that our events use.

OCSF has no class for a door. A read at a gate is told as Authentication: somebody shows a credential to a
reader and gets in or not. A look-up is Datastore Activity. What has no field there stands under `unmapped`.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "1.5.0"
AUTHENTICATION: Final = 3002
DATASTORE_ACTIVITY: Final = 6005
CATEGORIES: Final = {AUTHENTICATION: 3, DATASTORE_ACTIVITY: 6}
OTHER: Final = 99
INFORMATIONAL: Final = 1
SUCCESS, FAILURE = 1, 2

DIRECTIONS: Final = {"in": 1, "out": 2}  # Logon, Logoff
ACTIONS: Final = {"read": 1, "search": 4, "write": 5, "list": 8}  # all others are told by name
RESULTS: Final = {"granted": SUCCESS, "refused": FAILURE, "ok": SUCCESS}  # all others fail

OURS: Final = "portsec"  # under `unmapped`: the columns of the port directory, as they stand
PRODUCT: Final = {"name": "portsec", "vendor_name": "portsec"}
