"""A browser without scripts and without cookies, as far as these tests need one."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

SEALED = re.compile(r'name="sealed" value="([^"]*)"')
CODE = re.compile(r'id="code">([^<]+)<')

Fields = Sequence[tuple[str, str]]
Files = Sequence[tuple[str, bytes, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    @property
    def text(self) -> str:
        return html.unescape(self.body.decode())

    @property
    def sealed(self) -> str:
        found = SEALED.search(self.body.decode())
        assert found, self.text
        return found[1]

    @property
    def code(self) -> str:
        found = CODE.search(self.text)
        assert found, self.text
        return found[1]


class Visitor:
    """Sends what a browser would send, and what the caller adds: an address, a name, a language."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self.url = url
        self.headers = {"Origin": url, "Sec-Fetch-Site": "same-origin", **(headers or {})}

    def get(self, path: str) -> Page:
        return self._send(urllib.request.Request(self.url + path, headers=self.headers))  # noqa: S310  our own door

    def post(self, path: str, fields: Fields, files: Files = ()) -> Page:
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        ]
        for name, content, media_type in files:
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                f"Content-Type: {media_type}\r\n\r\n"
            )
            parts.append(head.encode() + content + b"\r\n")
        headers = {**self.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self._send(urllib.request.Request(self.url + path, data=body, headers=headers))  # noqa: S310  our own door

    def file_report(
        self,
        *,
        topic: str = "vehicle",
        answers: Fields = (),
        files: Files = (),
        language: str = "en",
        **last: str,
    ) -> Page:
        """The whole path: topic, questions, summary, sent. The page with the code."""
        path = f"/report/{language}/"
        page = self.get(path)
        page = self.post(path, [("sealed", page.sealed), ("go", "topic"), ("topic", topic)])
        page = self.post(path, [("sealed", page.sealed), ("go", "questions"), *answers])
        choices = {"urgent": "no", "form": "digits", **last}
        return self.post(path, [("sealed", page.sealed), ("go", "send"), *choices.items()], files)

    def open_report(self, code: str, language: str = "en") -> Page:
        return self.post(f"/report/{language}/answer/", [("go", "open"), ("code", code)])

    def _send(self, request: urllib.request.Request) -> Page:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310  our own door
                return Page(answer.status, _headers(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.code, _headers(error.headers), error.read())


def _headers(message: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in message.items():  # type: ignore[attr-defined]
        found.setdefault(name.lower(), []).append(value)
    return found
