"""How files arrive: in memory only, up to the largest size class. Nothing of them touches the disk."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_FILES = 4  # of one message; more go into a second one
LARGEST_FILE = 32 * 1024 * 1024  # bytes, the largest size class of sealing
LARGEST_BODY = LARGEST_FILE + 8 * 1024 * 1024  # bytes of all files of one request


class MemoryOnly(FileUploadHandler):
    """Django's own handler gives larger files to one that writes them to the disk; this one refuses them."""

    chunk_size = 64 * 2**10

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self._arrived = 0
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._arrived += len(raw_data)
        if self._arrived > LARGEST_BODY:  # a client may lie about the length, or not tell it
            raise RequestDataTooBig
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
