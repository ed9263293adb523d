"""How one environment variable becomes one setting: readers that name the setting when it is wrong."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
import structlog

LANGUAGE_NAMES = {
    "en": "English",
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "sv": "Svenska",
    "pl": "Polski",
    "tr": "Türkçe",
    "tl": "Tagalog",
    "ru": "Русский",
    "ar": "العربية",
}
BASE_DIR = Path(__file__).resolve().parent.parent
WEATHER = "https://www.yr.no/en"  # where a reporter goes who must leave fast
MINIMUM_SECRET_LENGTH = 32  # characters
LONGEST_PUBLIC_URL = 60  # characters; with the rest of the address it still fits into a badge's QR code
HEADER_NAME = re.compile(r"\A[A-Za-z][A-Za-z0-9-]{1,60}\Z")
PORT_NUMBER = re.compile(r"\A[0-9]{1,5}\Z")


class SettingError(Exception):
    """One line that names the setting and says what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"setting {name}: {problem}")


def text(env: environ.Env, name: str, *, default: str = "") -> str:
    """The value as it stands: `env.str` would take a leading $ for the name of another variable."""
    return str(env.ENVIRON.get(name, default))


def words(env: environ.Env, name: str, *, default: list[str]) -> list[str]:
    """A list with commas between, at least one word long."""
    found = [word.strip() for word in text(env, name, default=",".join(default)).split(",") if word.strip()]
    if not found:
        raise SettingError(name, "is empty; leave it out, or give words with commas between")
    return found


def flag(env: environ.Env, name: str, *, default: bool) -> bool:
    value = text(env, name, default=str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(name, f"'{value}' is neither 1 nor 0")


def port(env: environ.Env, name: str, *, default: int) -> int:
    value = text(env, name, default=str(default))
    if not PORT_NUMBER.match(value) or not 1 <= int(value) <= 65535:
        raise SettingError(name, f"'{value[:20]}' is not a port number from 1 to 65535")
    return int(value)


def data_directory(env: environ.Env, *, default: Path) -> Path:
    """Made by `up`; what is in its place already must be a directory."""
    path = Path(text(env, "DATA_DIR") or default).resolve()
    if path.exists() and not path.is_dir():
        raise SettingError("DATA_DIR", f"{path} is not a directory")
    return path


def secret(env: environ.Env, name: str, *, optional: bool) -> str:
    """The value itself, or the content of the file that NAME_FILE points to."""
    value = text(env, name)
    path = text(env, f"{name}_FILE")
    if not value and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE", f"cannot read {path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise SettingError(f"{name}_FILE", f"{path} is not a text file") from None
    if not value and optional:
        return "only-for-starting-servers"
    if not value:
        raise SettingError(name, "is missing (or give a file in " + name + "_FILE)")
    if len(value) < MINIMUM_SECRET_LENGTH:
        raise SettingError(name, f"is shorter than {MINIMUM_SECRET_LENGTH} characters")
    return value


def database(env: environ.Env, *, optional: bool) -> dict[str, Any]:
    url = text(env, "DATABASE_URL")
    if not url:
        if optional:
            return {"ENGINE": "django.db.backends.postgresql", "NAME": "not-started-yet"}
        raise SettingError("DATABASE_URL", "is missing; `make run` starts a database of its own")
    if _address("DATABASE_URL", url).scheme not in {"postgres", "postgresql", "psql"}:
        raise SettingError("DATABASE_URL", "must start with postgresql://")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config["NAME"]:
        raise SettingError("DATABASE_URL", "names no database: postgresql://user@host/name")
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    # Ours are short statements over large tables: compiling one takes longer than running it (5.5 ms instead
    # of 1.7 for a gate attempt beside 10 million events, November 2026).
    config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    return config


def hotline_database(env: environ.Env) -> dict[str, Any]:
    """The database as the reporter's door sees it: with a role that may read the hotline's tables alone."""
    url = text(env, "HOTLINE_DATABASE_URL")
    if not url:
        raise SettingError("HOTLINE_DATABASE_URL", "is missing; the hotline has a database role of its own")
    if _address("HOTLINE_DATABASE_URL", url).scheme not in {"postgres", "postgresql", "psql"}:
        raise SettingError("HOTLINE_DATABASE_URL", "must start with postgresql://")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config["NAME"] or not config["USER"]:
        raise SettingError(
            "HOTLINE_DATABASE_URL", "names no role or no database: postgresql://role@host/name"
        )
    # Its threads are many and mostly wait: each gives its connection back at the end of a request.
    return config | {"CONN_MAX_AGE": 0}


def hotline_role(env: environ.Env) -> tuple[str, str]:
    """The role of the reporter's door and its password, for `prepare` to give it its rights; or nothing."""
    if not text(env, "HOTLINE_DATABASE_URL"):
        return "", ""
    config = hotline_database(env)
    return config["USER"], config["PASSWORD"]


def redis_url(env: environ.Env, *, optional: bool) -> str:
    url = text(env, "REDIS_URL")
    if not url:
        if optional:
            return "redis://not-started-yet"
        raise SettingError("REDIS_URL", "is missing; `make run` starts a Redis of its own")
    address = _address("REDIS_URL", url)
    if address.scheme not in {"redis", "rediss", "unix"}:
        raise SettingError("REDIS_URL", "must start with redis://, rediss:// or unix://")
    number = address.path.strip("/")
    if address.scheme != "unix" and number and not PORT_NUMBER.match(number):
        raise SettingError("REDIS_URL", f"'{number}' is not the number of a Redis database")
    return url


def _address(name: str, url: str) -> SplitResult:
    """The parts of an address; its port is read here because the libraries trip over a wrong one later."""
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError as error:
        raise SettingError(name, f"is not an address: {error}") from None
    return address


def time_zone(env: environ.Env, *, default: str) -> str:
    name = text(env, "TIME_ZONE", default=default)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError("TIME_ZONE", f"'{name}' is not a known time zone") from None
    return name


def existing_file(env: environ.Env, name: str) -> Path | None:
    value = text(env, name)
    if not value:
        return None
    path = Path(value)
    if not path.is_file():
        raise SettingError(name, f"there is no file {value}")
    return path


def directory(env: environ.Env, name: str, *, default: Path) -> Path:
    """Made when it is needed; what is in its place already must be a directory."""
    path = Path(text(env, name) or default).resolve()
    if path.exists() and not path.is_dir():
        raise SettingError(name, f"{path} is not a directory")
    return path


def public_url(env: environ.Env, name: str, *, host: str, port: int, is_demo: bool) -> str:
    """The address under which others reach the service, without a slash at its end.

    It is signed into badges, so it is kept as it was where a badge exists already.
    """
    usual = f"http://127.0.0.1:{port}" if is_demo else f"https://{host.lstrip('*.') or 'localhost'}"
    value = (text(env, name) or usual).rstrip("/")
    address = _address(name, value)
    if address.scheme not in {"http", "https"} or not address.hostname or address.query or address.fragment:
        raise SettingError(name, "must be an address such as https://badges.port.example")
    if len(value) > LONGEST_PUBLIC_URL or not value.isascii():
        raise SettingError(name, f"has more than {LONGEST_PUBLIC_URL} characters; badges must hold it")
    return value


def public_address(env: environ.Env, name: str, *, default: str, most: int = LONGEST_PUBLIC_URL) -> str:
    """An address that stands on pages or in print, at most so many characters long."""
    value = text(env, name) or default
    address = _address(name, value)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingError(name, f"must be an address such as {default}")
    if len(value) > most or not value.isascii():
        raise SettingError(name, f"has more than {most} characters")
    return value


def header(env: environ.Env, name: str) -> str:
    """The name of a request header that only the proxy in front sets; empty switches it off."""
    value = text(env, name).strip()
    if value and not HEADER_NAME.match(value):
        raise SettingError(name, f"'{value[:40]}' is not the name of a header, such as X-Client-Subject")
    return value


def languages(env: environ.Env, *, default: list[str]) -> list[tuple[str, str]]:
    codes = words(env, "LANGUAGES", default=default)
    for code in codes:
        if code not in LANGUAGE_NAMES:
            raise SettingError("LANGUAGES", f"'{code}' is not one of {', '.join(LANGUAGE_NAMES)}")
    return [(code, LANGUAGE_NAMES[code]) for code in codes]


def celery(url: str) -> dict[str, Any]:
    """Celery's settings. Each line answers a loss that was measured with the defaults.

    Early acknowledgement lost 8 of 300 jobs to killed children, late acknowledgement alone 14; the pair
    below lost none. The broker only nudges: what must happen is a ledger.Job row.
    """
    broker = "redis+socket://" + url.removeprefix("unix://") if url.startswith("unix:") else url
    return {
        "broker_url": broker,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": True,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_soft_time_limit": 60,
        "task_time_limit": 90,
        "task_default_queue": "default",
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 500,
        "worker_soft_shutdown_timeout": 25,
        "worker_hijack_root_logger": False,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": 300,
            "socket_timeout": 30,
            "socket_connect_timeout": 5,
            "socket_keepalive": not broker.startswith("redis+socket"),
            "health_check_interval": 25,
            # Whoever nudges while the broker is gone waited six seconds; the sweep nudges again anyway.
            # Workers and beat keep trying by rules of their own.
            "max_retries": 1,
            "interval_start": 0,
        },
    }


# The token in the address of a person's own pages opens them together with a birth date.
PERSONAL_LINK = re.compile(r"/(apply|hearing)/[^/\s]+")


def without_links(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keeps the tokens of personal links out of the log."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = PERSONAL_LINK.sub(r"/\1/…", value)
    return event


def logging(data_dir: Path) -> dict[str, Any]:
    """One event, one JSON line on stderr. Tracebacks never show local variables: they hold passwords."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_links,
    ]
    tracebacks = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    tracebacks,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "portsec": {"level": "INFO"},
            "celery": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
        },
    }
