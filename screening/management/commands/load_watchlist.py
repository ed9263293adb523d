"""Loads a watchlist in its publisher's own format."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portsec.kernel import clock
from portsec.kernel.errors import PortsecError
from screening.enums import ListSource
from screening.services import list_file, watchlist
from screening.services.watchlist import Loaded, Progress
from screening.watchlists.document import WatchlistDocument
from screening.watchlists.sources import read_source

ACTOR = "system:load_watchlist"
BAR = 30  # characters
KNOWN = ", ".join(source.value for source in ListSource)


class Command(BaseCommand):
    help = "Loads a watchlist in its publisher's own format. A list that is in force already changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", required=True, help=f"whose list it is: {KNOWN}")
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="the publisher's files, a directory with them, or addresses with #sha256=…",
        )

    def handle(self, *args: Any, source: str, paths: list[str], **options: Any) -> None:
        list_source = _source(source)
        try:
            with list_file.local(paths) as files:
                document = read_source(list_source, files)
            loaded = watchlist.load(document, actor=ACTOR, at=clock.now(), progress=self._progress())
        except PortsecError as error:
            raise CommandError(f"nothing was loaded: {error.detail}") from None
        for note in document.notes:
            self.stderr.write(f"note: {note}")
        self.stdout.write(_told(document, loaded))

    def _progress(self) -> Progress:
        """A bar on a terminal; silence where the output is kept."""
        if not self.stderr.isatty():
            return lambda done, total: None

        def show(done: int, total: int) -> None:
            filled = BAR if not total else BAR * done // total
            self.stderr.write(
                f"\r[{'#' * filled}{' ' * (BAR - filled)}] {done:,} of {total:,} entries",
                ending="\n" if done >= total else "",
            )

        return show


def _source(text: str) -> ListSource:
    try:
        return ListSource(text)
    except ValueError:
        raise CommandError(f"--source {text}: there is no such list; known are {KNOWN}.") from None


def _told(document: WatchlistDocument, loaded: Loaded) -> str:
    name = f"{document.source.label}, version {loaded.version.number}"
    if not loaded.is_new:
        return f"{name}: unchanged."
    size = f"{loaded.version.entries:,} entries with {loaded.version.names:,} names"
    delta = loaded.delta
    return (
        f"{name}: {size}; {len(delta.added):,} added, {len(delta.changed):,} changed, "
        f"{len(delta.removed):,} removed."
    )
