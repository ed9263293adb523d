"""The hotline's log: which kind of error, where in our code, on which day. Never what was said, or when."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
DEEPEST = 12  # places of a traceback that are named, the innermost ones


class PlaceFormatter(logging.Formatter):
    """One line: day, level, logger, class of the error, places in the code.

    Messages are left out, ours too: Django's name the address that was asked for, the database's quote rows,
    and the hour of a line together with a camera at the gate would name a person.
    """

    def format(self, record: logging.LogRecord) -> str:
        day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
        error = record.exc_info[1] if record.exc_info else None
        words = [day, record.levelname, record.name]
        if error is not None:
            words += [type(error).__name__, places(error)]
        else:
            words.append(f"{_short(record.pathname)}:{record.lineno}")
        return " ".join(words)


def places(error: BaseException) -> str:
    """File and line of each step, innermost first, without the text of any."""
    steps = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return " < ".join(f"{_short(step.filename)}:{step.lineno}" for step in reversed(steps))


def configuration() -> dict[str, Any]:
    """The LOGGING setting: everything through the one formatter, to stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"place": {"()": PlaceFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "place"}},
        "root": {"handlers": ["stderr"], "level": "ERROR"},
        # Django's own handlers would mail and print; a page that was not found is nobody's business.
        "loggers": {
            "django": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.security": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


def _short(path: str) -> str:
    file = Path(path)
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else "/".join(file.parts[-3:])
