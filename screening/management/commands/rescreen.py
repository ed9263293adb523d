"""Screens people against the lists again: makes the jobs, and waits while workers do them."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Port
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError
from screening.enums import ListSource, RunState, ScreeningPurpose
from screening.models import ScreeningRun
from screening.selectors.screening_run import is_stuck, pace
from screening.services import rescreening

ACTOR = "system:rescreen"
BAR = 30  # characters
LOOK_EVERY = 0.5  # seconds
NO_WORKER_AFTER = 30  # seconds without any progress until the command says what may be wrong
KNOWN = ", ".join(source.value for source in ListSource)


class Command(BaseCommand):
    help = (
        "Screens people against the lists again and waits until workers have done it. Safe to repeat: a run "
        "for the same purpose that goes on is waited for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        whom = parser.add_mutually_exclusive_group(required=True)
        for purpose, said in (
            (ScreeningPurpose.DUE, "whoever is due by the policy of their clearance"),
            (ScreeningPurpose.EVERYONE, "everybody who has access or asks for it"),
            (ScreeningPurpose.LIST_DELTA, "whom entries can touch that changed since the last run"),
        ):
            option = "all" if purpose is ScreeningPurpose.EVERYONE else purpose.value.replace("_", "-")
            whom.add_argument(f"--{option}", dest="purpose", action="store_const", const=purpose, help=said)
        parser.add_argument("--source", help=f"with --list-delta, only this list: {KNOWN}")
        parser.add_argument("--no-wait", action="store_true", help="make the jobs and leave")

    def handle(
        self, *args: Any, purpose: ScreeningPurpose, source: str | None, no_wait: bool, **options: Any
    ) -> None:
        sources = _sources(source, purpose)
        try:
            opened = [
                run
                for port in Port.objects.order_by("locode")
                if (run := rescreening.open_run(port, purpose, sources=sources, actor=ACTOR, at=clock.now()))
            ]
        except PortsecError as error:
            raise CommandError(f"nobody was screened: {error.detail}") from None
        if not opened:
            self.stdout.write("Nobody needs to be screened.")
        for run in opened:
            self.stdout.write(f"{run.port.name}: run {run.ref}, {purpose.label.lower()}.")
            if not no_wait:
                self._wait(run)

    def _wait(self, run: ScreeningRun) -> None:
        last, moved_at, told = (0, 0), time.monotonic(), False
        while run.state_word is RunState.RUNNING:
            time.sleep(LOOK_EVERY)
            run.refresh_from_db()
            self._show(run)
            if (now := (run.looked_through, run.done + run.failed)) != last:
                last, moved_at = now, time.monotonic()
            if is_stuck(run):
                raise CommandError(f"run {run.ref}: the people could not be selected; see the job's error.")
            if not told and time.monotonic() - moved_at > NO_WORKER_AFTER:
                self.stderr.write("note: nothing has moved for a while; is a worker running?")
                told = True
        self._tell(run)

    def _show(self, run: ScreeningRun) -> None:
        """A bar on a terminal; silence where the output is kept."""
        if not self.stderr.isatty():
            return
        treated = run.done + run.failed
        filled = BAR * treated // run.total if run.total else 0
        at = pace(run, at=clock.now())
        rate = f", {at.per_second:,.0f} a second" if at.per_second else ""
        self.stderr.write(
            f"\r[{'#' * filled}{' ' * (BAR - filled)}] {treated:,} of {run.total:,} people{rate}   ",
            ending="\n" if run.state_word is not RunState.RUNNING else "",
        )

    def _tell(self, run: ScreeningRun) -> None:
        if run.state_word is RunState.CANCELLED:
            raise CommandError(f"run {run.ref} was cancelled after {run.done:,} of {run.total:,} people.")
        self.stdout.write(f"{run.done:,} people screened, {run.alerts:,} alerts, {run.new_hits:,} new hits.")
        if run.failed:
            raise CommandError(
                f"run {run.ref}: {run.failed:,} people could not be screened; see the run's page."
            )


def _sources(text: str | None, purpose: ScreeningPurpose) -> tuple[ListSource, ...]:
    if text is None:
        return ()
    if purpose is not ScreeningPurpose.LIST_DELTA:
        raise CommandError("--source goes with --list-delta only.")
    try:
        return (ListSource(text),)
    except ValueError:
        raise CommandError(f"--source {text}: there is no such list; known are {KNOWN}.") from None
