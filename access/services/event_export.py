"""Writes the log out for others: CSV or OCSF, with a manifest that vouches for every file."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from access.ocsf import writing
from access.port_directory.table import Table
from access.port_directory.tables import DATA_EVENTS, GATE_EVENTS
from access.selectors.event_export import LoggedEvent, logged_events
from accounts.models import Port
from ledger.note import Note, SignerKey
from ledger.services import log_keys, record
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.note"
STATEMENT: Final = "portsec export of the access log"  # begins what is signed; no checkpoint begins so
OWN_COLUMNS: Final = ("received_at", "source")

Writer = Callable[[Table[Any], Iterable[LoggedEvent]], Iterator[str]]
"""The text of a file, line by line, its header first where it has one."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to before `until`."""

    since: datetime
    until: datetime


def export(
    port: Port, directory: Path, form: str, period: Period, *, actor: str, scope: Scope, at: datetime
) -> dict[str, int]:
    """Write the events of a period into the directory, and the signed manifest beside them. Returns the rows.

    Refuses when: the caller may not export lists at this port (Refused); the form is unknown (InvalidInput);
    the log's key cannot be read (Unavailable). A manifest that is there already is replaced last.
    Records: access.events.exported, with the digest of the manifest.
    """
    if form not in FORMS:
        raise InvalidInput(f"There is no form {form}; there are {', '.join(FORMS)}.")
    keys = log_keys.signers()
    suffix, lines = FORMS[form]
    files = []
    for table in (GATE_EVENTS, DATA_EVENTS):
        events = logged_events(table, port, since=period.since, until=period.until, scope=scope)
        files.append(_write(directory / f"{table.name}{suffix}", lines(table, events), header=form == "csv"))
    told = {
        "port": port.locode,
        "form": form,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "made_at": at.isoformat(),
        "files": files,
    }
    text = json.dumps(told, indent=2) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    _replace(directory / MANIFEST, text)
    _replace(directory / SIGNATURE, signed(digest, keys).encode())
    _record(port, form, sum(file["rows"] for file in files), digest, actor=actor, at=at)
    return {file["name"]: file["rows"] for file in files}


def signed(digest: str, keys: Iterable[SignerKey]) -> Note:
    """The digest of a manifest as a signed note, in the form in which the log signs its checkpoints."""
    text = f"{STATEMENT}\n{MANIFEST} sha256 {digest}\n"
    return Note(text, tuple(key.sign(text) for key in keys))


def _csv(table: Table[Any], events: Iterable[LoggedEvent]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow((*table.header, *OWN_COLUMNS))
    yield line.text
    for event in events:
        writer.writerow((*event.cells.values(), event.received_at.isoformat(), event.source))
        yield line.text


def _ocsf(table: Table[Any], events: Iterable[LoggedEvent]) -> Iterator[str]:
    tell = writing.gate_event if table is GATE_EVENTS else writing.data_event
    for event in events:
        told = tell(event.cells, received_at=event.received_at, source=event.source)
        yield json.dumps(told, separators=(",", ":")) + "\n"


FORMS: Final[dict[str, tuple[str, Writer]]] = {"csv": (".csv", _csv), "ocsf": (".ocsf.jsonl", _ocsf)}


class _Line:
    """What the csv module writes into: it keeps the last line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _write(path: Path, lines: Iterator[str], *, header: bool) -> dict[str, Any]:
    """Write a file under its name once it is whole; gives its entry in the manifest."""
    partial, digest, rows = path.with_name(f".{path.name}.partial"), hashlib.sha256(), 0
    try:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            for line in lines:
                stream.write(line)
                digest.update(line.encode())
                rows += 1
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return {"name": path.name, "rows": rows - header, "sha256": digest.hexdigest()}


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)


@transaction.atomic
def _record(port: Port, form: str, events: int, digest: str, *, actor: str, at: datetime) -> None:
    record.append(
        "access.events.exported",
        actor=actor,
        at=at,
        subject=f"port:{port.locode}",
        port=port.locode,
        form=form,
        events=events,
        digest=digest,
    )
