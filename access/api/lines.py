"""Bodies that are lines: one entry or event on each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from portsec.kernel.errors import InvalidInput

NDJSON = "application/x-ndjson"


class LinesParser(BaseParser):
    """Lines as they are: some were signed byte by byte."""

    media_type = NDJSON

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> list[bytes]:
        """Raises InvalidInput for more than a request may hold."""
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw: bytes = stream.read(largest + 1)
        if len(raw) > largest:
            raise InvalidInput("This is more than one upload may hold; send fewer lines at once.")
        return raw.removesuffix(b"\n").split(b"\n") if raw else []
