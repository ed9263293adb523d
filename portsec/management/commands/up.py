"""Run everything in the foreground: `make run`. With --only, one service against servers that run already."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portsec import child, startup
from portsec.embedded import EmbeddedServers, ServerError, running_environment
from portsec.processes import GRACE, SERVICES, STARTED_BY_UP
from portsec.supervisor import Supervisor

HEALTHY_WITHIN = 60.0  # seconds from the start of the web service to its first answer
NAME_WIDTH = max(map(len, STARTED_BY_UP))
COLOURS = {"web": 36, "hotline": 34, "beat": 35, "worker": 33, "sealer": 32}  # ANSI foregrounds
PORTS = {"hotline": settings.HOTLINE_PORT, "devices": settings.DEVICE_PORT}  # the others: PORT
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Command(BaseCommand):
    help = "Run everything in the foreground: servers if none are given, web, hotline, workers. Ctrl-C ends."
    requires_system_checks: list[str] = []  # `prepare` runs them when the database is there

    def add_arguments(self, parser: CommandParser) -> None:
        names = sorted(SERVICES)
        parser.add_argument(
            "--only",
            metavar="SERVICE",
            choices=names,
            help=f"run one service alone, on DATABASE_URL and REDIS_URL: {', '.join(names)}",
        )

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        if only is not None:
            _become(only)
        if "MAKELEVEL" in os.environ:
            child.end_with_parent()  # a killed make must not leave us behind with its ports
        self._supervisor = Supervisor(cwd=settings.BASE_DIR, show=self._show)
        self._stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._interrupt)
        try:
            startup.require_free_port(settings.PORT, "PORT")
            startup.require_free_port(settings.HOTLINE_PORT, "HOTLINE_PORT")
            self._run()
        except ServerError as error:
            raise CommandError(error.detail) from None
        except KeyboardInterrupt:
            self._say("everything has ended.")
        except BrokenPipeError:  # nobody reads us any more; the interpreter would complain once again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _run(self) -> None:
        own_postgres, own_redis = (not os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL"))
        if own_postgres or own_redis:
            self._say("starting PostgreSQL and Redis ...")
        first = not (settings.DATA_DIR / "static").exists()
        with EmbeddedServers(settings.DATA_DIR, postgres=own_postgres, redis=own_redis) as servers:
            environment = self._environment(servers)
            self._say(f"preparing the database{', about a minute the first time' if first else ''} ...")
            sign_ins = self._prepare(environment)
            try:
                self._start(environment)
                self._welcome(sign_ins)
                self._attend(servers)
            finally:
                self._stopping = True
                self._supervisor.stop(GRACE)

    def _environment(self, servers: EmbeddedServers) -> dict[str, str]:
        """What the children see: our own environment, the servers' addresses, and a secret if none is set."""
        own = {"DATA_DIR": str(settings.DATA_DIR)}
        if not os.environ.get("SECRET_KEY") and not os.environ.get("SECRET_KEY_FILE"):
            own["SECRET_KEY_FILE"] = str(startup.secret_file(settings.DATA_DIR))
        if not os.environ.get("LEDGER_KEY_FILE"):
            origin = f"{_host_name()}:{settings.PORT}/ledger"
            own["LEDGER_KEY_FILE"] = str(startup.ledger_key_file(settings.DATA_DIR, origin))
        if not os.environ.get("HOTLINE_SECRET_KEY") and not os.environ.get("HOTLINE_SECRET_KEY_FILE"):
            hotline = startup.secret_file(settings.DATA_DIR, "hotline_secret_key")
            own["HOTLINE_SECRET_KEY_FILE"] = str(hotline)
        if "DATABASE_URL" in servers.environment and not os.environ.get("DEMO"):
            own["DEMO"] = "1"  # a database of our own is a demo port unless the reader says otherwise
        servers.announce(**own)
        return {
            **os.environ,
            **servers.environment,
            **own,
            "GRANIAN_HOST": startup.HOST,
            "GRANIAN_PORT": str(settings.PORT),
            "PYTHONUNBUFFERED": "1",
            # Celery advises root at length to be someone else; `up` is for a machine of one's own.
            "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore:::celery.platforms"),
        }

    def _prepare(self, environment: dict[str, str]) -> str:
        """Migrations, reference data, static files and the demo port. Returns the sign-ins it prints."""
        process = child.start(
            [sys.executable, "manage.py", "prepare"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
        )
        try:
            printed, _ = process.communicate()
        finally:
            child.stop(process, ((signal.SIGTERM, GRACE), (signal.SIGKILL, 5.0)))
        if process.returncode != 0:
            raise CommandError("The database could not be prepared; the reason stands above.")
        return printed.decode(errors="replace").strip()

    def _start(self, environment: dict[str, str]) -> None:
        """Start the services and wait for the first answer of the web service."""
        children = {}
        for name in self._started(environment):
            command = SERVICES[name].command(str(settings.DATA_DIR), sys.executable)
            port = PORTS.get(name, settings.PORT)
            surroundings = SERVICES[name].surroundings({**environment, "GRANIAN_PORT": str(port)})
            children[name] = self._supervisor.start(name, command, surroundings)
        deadline = time.monotonic() + HEALTHY_WITHIN
        turn = 0
        while not startup.is_healthy(settings.PORT, _host_name()):
            self._supervisor.attend(0.1)
            if children["web"].deaths:
                raise CommandError("The web service ended while it started; the reason stands above.")
            if time.monotonic() > deadline:
                raise CommandError(f"The web service gave no answer within {HEALTHY_WITHIN:.0f} s.")
            turn += 1
            self._spin(f"{SPINNER[turn % len(SPINNER)]} starting the services")
        self._spin("")

    def _started(self, environment: dict[str, str]) -> list[str]:
        """All that `up` starts; the hotline only where a database role of its own is named."""
        if environment.get("HOTLINE_DATABASE_URL"):
            return list(STARTED_BY_UP)
        self._say("the hotline is not started: setting HOTLINE_DATABASE_URL is missing.")
        return [name for name in STARTED_BY_UP if name != "hotline"]

    def _attend(self, servers: EmbeddedServers) -> NoReturn:
        while True:
            self._supervisor.attend(1.0)
            ended = servers.ended()
            if ended is not None:
                raise ServerError(ended)

    def _welcome(self, sign_ins: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nportsec is ready: http://localhost:{settings.PORT}/"))
        if any(each.name == "hotline" for each in self._supervisor.children):
            self.stdout.write(f"hotline:          http://localhost:{settings.HOTLINE_PORT}/")
        if sign_ins:
            self.stdout.write(f"\n{sign_ins}")
        self.stdout.write(f"\nCtrl-C ends everything; the data stay in {settings.DATA_DIR}.\n")
        self.stdout.flush()

    def _interrupt(self, number: int, frame: object) -> None:
        """The first signal ends everything in order, a second one at once."""
        if self._stopping:
            self._supervisor.kill()
            return
        self._stopping = True
        self._spin("")
        self._say("ending ...")
        raise KeyboardInterrupt

    def _show(self, name: str, line: str) -> None:
        self._spin("")
        label = f"{name:<{NAME_WIDTH}} |"
        if self.stdout.isatty():
            label = f"\x1b[{COLOURS.get(name, 37)}m{label}\x1b[0m"
        self.stdout.write(f"{label} {line}")
        self.stdout.flush()

    def _say(self, text: str) -> None:
        self.stderr.write(f"portsec: {text}", style_func=str)

    def _spin(self, text: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{text}", style_func=str, ending="")
            self.stderr.flush()


def _become(name: str) -> NoReturn:
    """Replace this process by the service; whoever started us (an engine, systemd) starts it again."""
    service = SERVICES[name]
    environment = {**running_environment(settings.DATA_DIR), **os.environ}
    for setting in ("DATABASE_URL", "REDIS_URL"):
        if not environment.get(setting):
            raise CommandError(f"setting {setting} is missing: --only starts a service, not the servers.")
    port = PORTS.get(name, settings.PORT)
    environment = {"GRANIAN_HOST": startup.HOST, "GRANIAN_PORT": str(port), **environment}
    command = service.command(str(settings.DATA_DIR), sys.executable)
    os.chdir(settings.BASE_DIR)
    os.execve(sys.executable, command, service.surroundings(environment))  # noqa: S606


def _host_name() -> str:
    """A name under which the service answers: not a pattern such as '*' or '.port.example'."""
    return next((name for name in settings.ALLOWED_HOSTS if name and name[0] not in "*."), "localhost")
