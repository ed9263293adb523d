"""What every benchmark shares: the clock, the line that it prints, and how a peer is fetched for the run."""

from __future__ import annotations

import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".data" / "bench"  # peers live here, never among what the service needs
PATIENCE = 300  # seconds that a peer may take to install


class PeerMissing(Exception):
    """The peer could not be fetched; the line then says so with nulls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the bench: rates in `unit`, bigger is better; None where a rate could not be measured."""

    name: str
    ours: float
    peer: float | None
    peer_name: str
    floor: float | None
    floor_name: str
    unit: str
    n: int

    def text(self) -> str:
        """The line as JSON, with the ratios of ours to peer and floor, and the machine."""
        told = {
            **asdict(self),
            "ratio": _ratio(self.ours, self.peer),
            "floor_ratio": _ratio(self.ours, self.floor),
            "machine": machine(),
        }
        order = ("name", "ours", "peer", "peer_name", "ratio", "floor", "floor_name", "floor_ratio")
        return json.dumps({key: _short(told[key]) for key in (*order, "unit", "n", "machine")})


def rate(work: Callable[[], object], count: int) -> float:
    """How many of `count` things the work does in a second, by the wall clock, in this process."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def peer_module(name: str, *requirements: str, built: Sequence[str] = ()) -> ModuleType:
    """The peer, installed into a directory of its own on first use. Raises PeerMissing where that fails.

    `built` names requirements that come without wheels and are compiled here.
    """
    place = PEERS / name
    if not place.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # Beside its place first, so that half of an interrupted installation is never taken for the whole.
        beside = place.with_suffix(".part")
        shutil.rmtree(beside, ignore_errors=True)
        command += ["--no-input", "--only-binary", ":all:", *(f"--no-binary={each}" for each in built)]
        command += ["--target", str(beside), *requirements]
        try:
            subprocess.run(command, check=True, timeout=PATIENCE, stdout=sys.stderr)  # noqa: S603
            beside.rename(place)
        except (subprocess.SubprocessError, OSError) as error:
            raise PeerMissing(f"{', '.join(requirements)} could not be installed: {error}") from error
    if str(place) not in sys.path:
        sys.path.append(str(place))
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise PeerMissing(f"{name} is installed in {place} and cannot be loaded: {error}") from error


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _ratio(ours: float, other: float | None) -> float | None:
    return ours / other if other else None


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
