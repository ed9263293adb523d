#!/usr/bin/env python
"""Management commands of portsec."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsec.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # One clear line instead of a traceback: the reader must change a setting, not our code.
        sys.exit(f"portsec: {error}")


if __name__ == "__main__":
    main()
