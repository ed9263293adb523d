"""How often a second the status list of all badges is built, signed and kept. Small 50,000, full a million.

From the rows of badges and clearances to both signed forms in the table, in one call of the command that a
worker runs. Peer: the reference class of the Token Status List draft, fed row by row through the ORM and the
selector of current clearances; it must come to the same list. Floor: packing the finished array and nothing
else. A line of its own tells how many bytes a reader fetches; it fails above 200 kB.

`python -m bench.status_list BADGES` runs one round by hand.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench.fresh_database import fresh_database
from bench.measure import ROOT, Line, machine

if TYPE_CHECKING:
    from access.models import Credential, StatusList
    from accounts.models import Port

SCALES = {"small": 50_000, "full": 1_000_000}
ROUNDS = 3  # the best counts, as for a floor
MOST_BYTES = 200_000  # of what a reader fetches
AT_ONCE = 5_000  # people whose clearances the peer asks for together
SPAN = timedelta(days=300)
# Of a hundred badges, drawn by a hash of their number: five are revoked, one is suspended, and of the
# clearances one is suspended and one holds with an escort only.
BADGE_STATE = (
    "CASE WHEN abs(hashint4(n)) % 100 < 5 THEN 'revoked' WHEN abs(hashint4(n)) % 100 = 5 THEN 'suspended'"
    " ELSE 'active' END"
)
CLEARANCE_STATE = "CASE WHEN abs(hashint4(n)) % 100 = 6 THEN 'suspended' ELSE 'granted' END"
ESCORT_ONLY = "abs(hashint4(n)) % 100 = 7"


class TooLarge(Exception):
    """A reader would have to fetch more than it should."""


class ReferenceList:
    """The class of the draft, as its authors wrote it, for two bits."""

    def __init__(self, size: int) -> None:
        self.list = bytearray(size // 4)

    def set(self, index: int, value: int) -> None:
        rest, byte = index % 4, index // 4
        shift = rest * 2
        mask = 3 << shift
        self.list[byte] = (self.list[byte] & ~mask) + (value << shift)


def run(scale: str) -> Line:
    """Raises CalledProcessError where a round fails: the peer came to another list, or it is too large."""
    badges = SCALES[scale]
    command = [sys.executable, "-m", "bench.status_list", str(badges)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    sizes = {name: int(found[name]) for name in ("cwt_bytes", "jwt_bytes", "jwt_gzip_bytes")}
    known = {"name": "status_list_size", "n": badges, "seconds": round(1 / found["ours"], 2)}
    sys.stdout.write(f"{json.dumps({**known, **sizes, 'machine': machine()})}\n")
    return Line(
        name="status_list",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="the draft's reference class, fed through the ORM",
        floor=found["floor"],
        floor_name="zlib level 9 of the finished array",
        unit="lists/s",
        n=badges,
    )


def measure(badges: int) -> dict[str, float]:
    """Make the rows, publish, compare with the peer."""
    from access.credential.status_list import unpack
    from access.models import StatusList
    from access.services import status_list
    from portsec.kernel import clock

    port = _make(badges)
    ours = max(_per_second(lambda: status_list.publish(port, at=clock.now())) for _ in range(ROUNDS))
    held = StatusList.objects.get(port=port)
    array = _array(held)
    reference = ReferenceList(held.size)
    peer = _per_second(lambda: _fill_reference(reference, held, at=clock.now()))
    if bytes(reference.list) != array:
        raise ValueError("the peer came to another list")
    packed = zlib.compress(array, 9)
    if unpack(2, packed).data != array:
        raise ValueError("the array is not what was packed")
    floor = max(_per_second(lambda: zlib.compress(array, 9)) for _ in range(ROUNDS))
    sizes = {
        "cwt_bytes": len(held.as_cwt()),
        "jwt_bytes": len(held.jwt),
        "jwt_gzip_bytes": len(gzip.compress(held.jwt.encode("ascii"), 6)),
    }
    if max(sizes["cwt_bytes"], sizes["jwt_gzip_bytes"]) > MOST_BYTES:
        raise TooLarge(f"a reader fetches {sizes}")
    return {"ours": ours, "peer": peer, "floor": floor, **sizes}


def _per_second(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1 / (time.perf_counter() - began)


def _array(held: StatusList) -> bytes:
    """The array of the list as published, read as a reader does."""
    from access.credential.status_token import from_cwt
    from access.selectors.credential_key import verifying_keys

    keys = verifying_keys(held.port)
    if keys is None:
        raise ValueError("there is no key")
    return from_cwt(held.as_cwt(), keys, uri=held.uri).statuses.data


def _fill_reference(reference: ReferenceList, held: StatusList, *, at: datetime) -> None:
    """As somebody would write it: an object for each row, the current clearance of each person."""
    from access.models import Credential

    rows = Credential.objects.select_related("badge").filter(status_list=held).order_by("pk")
    batch = []
    for row in rows.iterator(AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            _set_all(reference, batch, at=at)
            batch = []
    _set_all(reference, batch, at=at)


def _set_all(reference: ReferenceList, rows: list[Credential], *, at: datetime) -> None:
    from screening.selectors.clearance import current_clearances

    people = [row.badge.person_id or 0 for row in rows]
    clearances = current_clearances(people, at=at)
    for row, person in zip(rows, people, strict=True):
        held = clearances[person]
        if row.badge.state == "revoked":
            reference.set(row.status_index, 1)
        elif "suspended" in {row.badge.state, held.state}:
            reference.set(row.status_index, 2)
        elif held.escort_only:
            reference.set(row.status_index, 3)


def _make(badges: int) -> Port:
    """A port with one list, in which each of so many badges has its place."""
    from django.db import connection, transaction

    from access.models import Badge, Credential
    from access.services import signing_key, status_list
    from accounts.models import Port
    from bench.gate_rows import fill, first_id
    from portsec.kernel import clock
    from screening.models import Clearance, Person

    now = clock.now().replace(microsecond=0)
    port = Port.objects.create(locode="XXBNC", name="Bench", country="XX")
    key = signing_key.signing(port, at=now)
    with transaction.atomic():
        person = {"ref": "'P-' || lpad(n::text, 8, '0')", "external_ref": "'X' || n"}
        fill(Person, badges, person, port_id=port.pk, given_names="Given", created_at=now)
        fill(
            Clearance,
            badges,
            {
                "person_id": f"{first_id(Person)} + n - 1",
                "state": CLEARANCE_STATE,
                "escort_only": ESCORT_ONLY,
            },
            port_id=port.pk,
            level="standard",
            valid_from=(now - SPAN).date(),
            valid_until=(now + SPAN).date(),
            state_since=now - SPAN,
            taken_over=True,
        )
        fill(
            Badge,
            badges,
            {"serial": "'B' || n", "person_id": f"{first_id(Person)} + n - 1", "state": BADGE_STATE},
            port_id=port.pk,
            areas=["TERMINAL"],
            valid_from=now - SPAN,
            valid_until=now + SPAN,
            state_since=now - SPAN,
            issued_by="system:bench",
        )
        held = status_list.opened(port, at=now)
        fill(
            Credential,
            badges,
            {
                "badge_id": f"{first_id(Badge)} + n - 1",
                "pseudonym": "md5(n::text)",
                "text_hash": "sha256(n::text::bytea)",
                "status_index": f"(n::bigint * 524287) % {held.size}",  # odd, so that each place comes once
            },
            status_list_id=held.pk,
            kid=bytes(key.kid),
            areas=["TERMINAL"],
            issued_at=now,
            not_before=now,
            expires_at=now + timedelta(days=30),
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return port


def main() -> None:
    """One round on a fresh database; the figures as one JSON line."""
    with fresh_database():
        sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
