"""A file as it comes out of cleaning, before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline.sealing.content import FileHead


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`clean` is None where no clean copy could be made; then only two people together can open the file.

    `findings` are sentences for the reporter: what was found and taken out.
    """

    name: str
    media_type: str
    original: bytes = field(repr=False)
    clean: bytes | None = field(default=None, repr=False)
    clean_type: str = ""
    findings: tuple[str, ...] = ()

    @property
    def head(self) -> FileHead:
        return FileHead(self.name, self.media_type, self.clean_type, self.findings)
