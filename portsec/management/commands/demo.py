"""Loads the made-up port."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from access.models import Reader
from access.services import scan
from access.services.port_directory import import_directory
from accounts.models import Port, User
from portsec.demo import (
    accounts,
    badges,
    cargo,
    cases,
    hotline,
    misuse,
    need_to_know,
    passages,
    procedure,
    release,
    site,
    traces,
    visits,
)
from portsec.demo import vocabulary as words
from portsec.demo.lists import load_lists
from portsec.demo.port import DemoPort, Row
from portsec.demo.team import Team
from portsec.kernel import clock
from portsec.kernel.errors import PortsecError
from screening.models import Post

OURS = frozenset({"trade", "starts"})  # what a row says for the demo alone
# Four for each post, so that each planted misuse and each clerk has somebody of its own.
SMALLEST = 28


class Command(BaseCommand):
    help = "Loads a made-up port, the same one for the same seed and day, into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--people", type=int, default=140)
        parser.add_argument("--days", type=int, default=14)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a port already")
        parser.add_argument("--sign-ins", action="store_true", help="only print who may sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self._print_sign_ins()
            return
        if Port.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("The database holds a port already; the demo needs an empty one.")
        if options["people"] < SMALLEST or options["days"] < 4:
            raise CommandError(f"--people must be at least {SMALLEST} and --days at least 4.")
        try:
            with transaction.atomic():
                self._load(options["seed"], options["people"], options["days"])
        except PortsecError as error:
            raise CommandError(error.detail) from None

    def _load(self, seed: int, people: int, days: int) -> None:
        now = clock.now().replace(minute=0, second=0, microsecond=0)
        demo = DemoPort(seed=seed, people=people, days=days, until=now)
        files = demo.build()
        planned = cargo.plan(demo, misuse.plant(demo))
        port = Port.objects.create(locode=words.PORT_CODE, name=words.PORT_NAME, country="BE")
        files |= dict(demo.files)
        trainings = {"trainings.csv": files.pop("trainings.csv")}
        _import(files, port, at=now)
        _give_reasons(port)
        load_lists(at=now)
        users = accounts.make(port, planned.people, at=now)
        accounts.make_planners(port, planned.planners, at=now)
        Reader.objects.filter(port=port, code="GA1").update(device=users[accounts.READER_DEVICE])
        team = Team(port, users, now)
        self._run_gates(team, demo.newcomers, trainings)
        need_to_know.approve_work(team, planned)
        release.make(team, planned)
        need_to_know.make(team, planned)
        hotline.make(port, users["hana"], at=clock.now())
        traces.make(team)
        made = cases.make(port, _officers(users), seed=seed, at=clock.now())
        procedure.make(procedure.Desk(port, users["alice"], users["bob"], clock.now()))
        found = scan.scan(port, at=clock.now())
        self.stdout.write(
            f"{words.PORT_NAME}: {people} people, {days} days, {made} applications, "
            f"{found.events} events, {found.flags} flags."
        )

    def _run_gates(self, team: Team, newcomers: list[str], trainings: dict[str, list[Row]]) -> None:
        """Areas, badges, visits and what happened at the gates, by the hands of the operators."""
        site.define_trainings(team)
        _import(trainings, team.port, at=team.at)
        site.make(team)
        credentials = badges.make(team, newcomers)
        visits.make(team)
        passages.make(replace(team, at=clock.now()), credentials)

    def _print_sign_ins(self) -> None:
        present = set(User.objects.values_list("username", flat=True))
        self.stdout.write("Demo sign-ins (role, user name, password):")
        for role, username, password in accounts.sign_ins():
            if username in present:
                self.stdout.write(f"  {role:<30} {username:<8} {password}")


def _officers(users: dict[str, User]) -> cases.Officers:
    return cases.Officers(vetting=users["alice"], deciding=users["bob"])


def _give_reasons(port: Port) -> None:
    """The port directory has no column for the reason that each post needs."""
    for code, *_, reason in words.POSTS:
        Post.objects.filter(port=port, code=code).update(reason=reason)


def _import(files: dict[str, list[Row]], port: Port, *, at: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="portsec-demo-") as directory:
        _write(Path(directory), files)
        report = import_directory(Path(directory), port=port, actor=accounts.ACTOR, at=at)
    if report.refused or report.refused_files:
        raise CommandError(f"The demo's own rows were refused: {report.refused} {report.refused_files}")


def _write(directory: Path, files: dict[str, list[Row]]) -> None:
    for name, rows in files.items():
        columns = [column for column in dict.fromkeys(chain.from_iterable(rows)) if column not in OURS]
        with (directory / name).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
