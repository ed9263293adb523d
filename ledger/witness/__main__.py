"""`python -m ledger.witness`: a witness on a machine that has nothing else of portsec running."""

from __future__ import annotations

import argparse
import sys

from ledger.witness import command


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ledger.witness", description=command.DESCRIPTION)
    command.add_options(parser)
    try:
        command.run(parser.parse_args(), lambda line: print(line, flush=True))  # noqa: T201
    except command.WitnessError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
