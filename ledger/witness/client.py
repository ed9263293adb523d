"""Asks a witness over HTTP to cosign."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from ledger.witness.protocol import Submission

PATIENCE: Final = 5.0  # seconds for an answer
LONGEST_ANSWER: Final = 64_000  # bytes
SIZE: Final = re.compile(r"\A(0|[1-9][0-9]{0,18})\n?\Z")


class WitnessSilent(Exception):
    """The witness gave no answer, or one that cannot be read. One clear sentence."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`lines` are signature lines, nothing verified; or `knows` is the size that the witness has seen."""

    lines: str = ""
    knows: int | None = None
    refusal: str = ""


def submit(url: str, submission: Submission) -> Reply:
    """Raises WitnessSilent."""
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise WitnessSilent(f"{url} is no address of a witness")
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname, address.port, timeout=PATIENCE)
    try:
        connection.request("POST", f"{address.path.rstrip('/')}/add-checkpoint", submission.encode().encode())
        answer = connection.getresponse()
        body = answer.read(LONGEST_ANSWER).decode()
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        raise WitnessSilent(f"{url} gave no answer: {type(error).__name__}") from None
    finally:
        connection.close()
    if answer.status == HTTPStatus.OK:
        return Reply(lines=body)
    if answer.status == HTTPStatus.CONFLICT and SIZE.match(body):
        return Reply(knows=int(body))
    return Reply(refusal=f"{answer.status} {body.strip()[:200]}")
