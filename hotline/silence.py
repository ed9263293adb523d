"""What the database does not write down about the role of the reporter's door. Free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Neither statements nor their parameters nor failures with the row that failed. Only a superuser may say so.
UNLOGGED: Final[Mapping[str, str]] = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_min_messages": "panic",
    "log_parameter_max_length": "0",
    "log_duration": "off",
}
