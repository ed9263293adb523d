"""The process that reads one foreign file: standard input in, report and clean copy out, then it ends.

It is started with an empty environment and knows no secret, no name and no address.
"""

from __future__ import annotations

import json
import os
import sys

from hotline.scrubbing import confinement
from hotline.scrubbing.cleaning import cleaned
from hotline.scrubbing.specimen import specimens

INPUT, OUTPUT, BLOCK = 0, 1, 1 << 20
NO_ROOM = 3  # exit code: the limits could not be set


def main() -> int:
    """Read, clean, answer: a line of JSON, then the bytes of the copy."""
    confinement.limit()
    for specimen in specimens():
        cleaned(
            specimen
        )  # whatever the libraries load on first use is loaded while files can still be opened
    try:
        confinement.confine()
    except confinement.Unconfined:
        return NO_ROOM
    done = cleaned(_whole_input())
    _write(json.dumps(done.report.as_dict()).encode() + b"\n" + (done.copy or b""))
    return 0


def _whole_input() -> bytes:
    blocks = []
    while block := os.read(INPUT, BLOCK):
        blocks.append(block)
    return b"".join(blocks)


def _write(answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(OUTPUT, rest) :]


if __name__ == "__main__":
    code = main()
    sys.stdout.close()
    os._exit(code)  # the end of the interpreter wants calls that are no longer allowed
