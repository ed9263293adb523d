"""The services of portsec and the command line of each: `up` and docker-compose.yml run these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# Seconds that a service gets to end by itself. Celery's worker_soft_shutdown_timeout is five less, so that
# a worker hands its unfinished messages back to the broker before it is killed.
GRACE: Final = 30

QUEUES: Final = ("default", "screening", "detection", "ledger")

# Measured on 2 busy cores beside PostgreSQL with five short queries to a request (November 2026), median of
# four rounds: at 32 clients 2 x 4 answered 1,262 requests/s, 1 x 8 666 and 1 x 4 700; at 8 clients they did
# not differ beyond the noise. Each thread holds one database connection; PostgreSQL's default limit is 100.
WEB_WORKERS: Final = 2
WEB_THREADS: Final = 4  # of each worker
THREADED: Final = ("--interface=wsgi", f"--workers={WEB_WORKERS}", f"--blocking-threads={WEB_THREADS}")
# Whoever sends too fast waits in a thread, without a database connection; others must still find one free.
PATIENT: Final = ("--interface=wsgi", f"--workers={WEB_WORKERS}", "--blocking-threads=32")


# The reporter's door knows neither the desk's database role nor its keys, so that nobody reaches them there.
OF_THE_DESK: Final = frozenset(
    {
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "SECRET_KEY_FILE",
        "LEDGER_KEY_FILE",
        "CREDENTIAL_KEY_DIR",
        "DATA_DIR",
    }
)


@dataclass(frozen=True, slots=True)
class Service:
    """One long-running process. `{data_dir}` in an argument stands for the setting DATA_DIR.

    `hidden`: settings of the others that this process must not see.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def surroundings(self, environment: Mapping[str, str]) -> dict[str, str]:
        """What the process sees of an environment, with its own settings."""
        seen = {name: value for name, value in environment.items() if name not in self.hidden}
        return {**seen, **self.environment}

    def command(self, data_dir: str, python: str = "python") -> list[str]:
        """The whole command line."""
        return [python, "-m", *(part.replace("{data_dir}", data_dir) for part in self.arguments)]


def _web(
    name: str,
    application: str,
    *options: str,
    log_level: str = "warning",
    hidden: frozenset[str] = frozenset(),
) -> Service:
    """Granian takes its address from GRANIAN_HOST and GRANIAN_PORT, so that one line serves every place."""
    return Service(
        name,
        (
            "granian",
            "--http=1",
            "--no-ws",
            *options,
            "--respawn-failed-workers",
            f"--workers-kill-timeout={GRACE - 5}",
            f"--log-level={log_level}",
            application,
        ),
        hidden=hidden,
    )


def _worker(name: str, *queues: str, concurrency: int) -> Service:
    return Service(
        name,
        (
            "celery",
            "--app=portsec.celery",
            "--quiet",
            "worker",
            f"--queues={','.join(queues)}",
            f"--concurrency={concurrency}",
            f"--hostname={name}@%h",
            "--loglevel=INFO",
            # Workers need not know of each other; mingling costs a second at every start.
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ),
        # SIGTERM begins Celery's soft shutdown: bounded, and unfinished messages go back to the broker.
        {"REMAP_SIGTERM": "SIGQUIT"},
    )


SERVICES: Final[Mapping[str, Service]] = {
    service.name: service
    for service in (
        _web("web", "portsec.wsgi:application", *THREADED),
        # Nothing of the server's own about a request: its errors quote what failed, with the second.
        _web(
            "hotline",
            "hotline.public.wsgi:application",
            *PATIENT,
            log_level="critical",
            hidden=OF_THE_DESK,
        ),
        # One process: what gathers attempts into batches must see all of them.
        _web("devices", "portsec.lane.application:application", "--interface=asgi", "--workers=1"),
        _worker("worker", *QUEUES, concurrency=2),
        _worker("worker-default", "default", concurrency=2),
        _worker("worker-screening", "screening", concurrency=2),
        _worker("worker-detection", "detection", concurrency=1),
        _worker("ledger-worker", "ledger", concurrency=1),
        # The only process that reads LEDGER_KEY_FILE: a container or an account of its own.
        Service("sealer", ("django", "seal"), {"DJANGO_SETTINGS_MODULE": "portsec.settings"}),
        Service(
            "beat",
            (
                "celery",
                "--app=portsec.celery",
                "--quiet",
                "beat",
                "--loglevel=WARNING",
                "--schedule={data_dir}/beat-schedule",
            ),
        ),
    )
}

# What `up` starts, and asks to end, in this order: no new work comes in while the workers finish. Without
# `devices`, web answers gates and decisions.
STARTED_BY_UP: Final = ("web", "hotline", "beat", "worker", "sealer")
