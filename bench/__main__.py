"""`python -m bench [NAME …] [--scale small|full]`: runs benchmarks and prints one JSON line for each."""

from __future__ import annotations

import argparse
import importlib
import sys

NAMES = (
    "policy_cases",
    "match_pair",
    "match_quality",
    "screen_person",
    "rescreen",
    "status_list",
    "gate_attempt",
    "gate_attempt_32",
    "need_to_know_single",
    "need_to_know_batch",
    "need_to_know_list",
    "need_to_know_http",
    "need_to_know_http_32",
    "detect",
    "replay",
    "ingest_directory",
    "ingest_http",
    "ledger_append",
    "ledger_proof",
)
SCALES = ("small", "full")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; none means all")
    parser.add_argument("--scale", choices=SCALES, default="full", help="small is for a quick look")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark '{unknown[0]}'; there are {', '.join(NAMES)}")
    for name in chosen.names or NAMES:
        line = importlib.import_module(f"bench.{name}").run(chosen.scale)
        sys.stdout.write(f"{line.text()}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
