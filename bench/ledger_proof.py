"""How many inclusion proofs a second a large log gives from its stored hashes.

Small 200,000 entries, full 10 million. Each proof is read from the tables and verified, for a random entry.
Floor: one leaf by its key. A line of its own tells the slowest proof; it fails above 20 ms at the median.
There is no peer: no other log in Python keeps such trees.

`python -m bench.ledger_proof ENTRIES` runs one round by hand.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.measure import ROOT, Line, machine

SCALES = {"small": 200_000, "full": 10_000_000}
PROOFS = 300
WARM_UP = 20
LONGEST = 0.020  # seconds at the median
SEED = 20261122
AT_ONCE = 200_000


class TooSlow(Exception):
    """A proof takes longer than it may."""


def run(scale: str) -> Line:
    """Raises CalledProcessError where a proof is wrong or takes too long."""
    entries = SCALES[scale]
    command = [sys.executable, "-m", "bench.ledger_proof", str(entries)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    times = {name: round(found[name] * 1000, 2) for name in ("median", "p99", "slowest")}
    known = {"name": "ledger_proof_ms", "n": entries, **times, "machine": machine()}
    sys.stdout.write(f"{json.dumps(known)}\n")
    return Line(
        name="ledger_proof",
        ours=found["ours"],
        peer=None,
        peer_name="none",
        floor=found["floor"],
        floor_name="SELECT of one leaf by its key",
        unit="proofs/s",
        n=entries,
    )


def measure(entries: int) -> dict[str, float]:
    """Make the tree, prove and verify."""
    from ledger.merkle.path import inclusion_proof
    from ledger.merkle.verification import verify_inclusion
    from ledger.models import Leaf
    from ledger.selectors.tree import stored_hashes

    root = _make(entries)
    chance = random.Random(SEED)  # noqa: S311  places to look at

    def prove() -> None:
        seq = chance.randrange(entries)
        path = inclusion_proof(seq, entries, stored_hashes)
        verify_inclusion(_leaf(seq), seq, entries, path, root)

    def read() -> None:
        Leaf.objects.get(seq=chance.randrange(entries))

    times = _times(prove)
    median = statistics.median(times)
    if median > LONGEST:
        raise TooSlow(f"a proof takes {median * 1000:.1f} ms")
    p99 = statistics.quantiles(times, n=100)[-1]
    floor = 1 / statistics.median(_times(read))
    return {"ours": 1 / median, "floor": floor, "median": median, "p99": p99, "slowest": max(times)}


def _times(work: Callable[[], None]) -> list[float]:
    for _ in range(WARM_UP):
        work()
    times = []
    for _ in range(PROOFS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return times


def _leaf(seq: int) -> bytes:
    return hashlib.sha256(b"\x00" + seq.to_bytes(8)).digest()


def _make(entries: int) -> bytes:
    """A tree of so many leaves without entries; returns its root."""
    from django.db import connection

    from ledger.merkle.compact_range import CompactRange, Subtree
    from ledger.services.sealing import COPY_HASHES, COPY_LEAVES

    tree = CompactRange()

    def leaves() -> Iterator[bytes]:
        return map(_leaf, range(tree.size, min(tree.size + AT_ONCE, entries)))

    full: list[Subtree] = []
    with connection.cursor() as cursor:
        with cursor.copy(COPY_LEAVES) as out:
            out.set_types(("int8", "int8", "bytea"))
            while tree.size < entries:
                first, part = tree.size, list(leaves())
                for place, leaf in enumerate(part, first):
                    out.write_row((place, place + 1, leaf))
                full += tree.extend(part)
        with cursor.copy(COPY_HASHES) as out:
            out.set_types(("int2", "int8", "bytea"))
            for each in full:
                out.write_row((each.level, each.index, each.hash))
        cursor.execute("VACUUM (ANALYZE) ledger_leaf, ledger_tilehash")
    return tree.root


def main() -> None:
    from bench.ledger_rows import ledger

    with ledger(durable=False):
        sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
