"""The text of a draft: begun from a version, and what stands in its way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portsec.kernel.errors import InvalidInput
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.suitability.policy import Policy
from screening.suitability.rows import LARGEST_FILE

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_CODE = 40
LONGEST_TITLE = 200
RESERVED_CODES = frozenset({"drafts", "ports"})  # addresses of their own beside the policies
AROUND = 3  # lines shown before and after the one that an error names


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text cannot be read: the sentence, the field it names, and the lines around the place."""

    sentence: str
    field: str = ""
    line: int | None = None
    lines: tuple[Line, ...] = ()


def begun_from(document: str, *, code: str, version: int, valid_from: date) -> str:
    """The text of a version as the beginning of a new one; its comments stay."""
    text = document
    for key, value in (("code", code), ("version", str(version)), ("valid_from", valid_from.isoformat())):
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1)
    return re.sub(r"(?m)^valid_to:.*\n", "", text, count=1)


def tidied(text: str) -> str:
    """Text from a browser with line ends as files have them, and one at the end.

    Refuses when: it is empty, too long or holds characters that no text has (InvalidInput).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    problem = ""
    if not text.strip():
        problem = "The text is empty."
    elif len(text) > LARGEST_FILE:
        problem = f"The text is longer than {LARGEST_FILE:,} characters."
    elif "\x00" in text:
        problem = "The text contains a NUL character."
    if problem:
        raise InvalidInput(problem, fields={"document": problem})
    return text


def problem_of(error: InvalidInput, document: str) -> Problem:
    """What the reader of policies said about a text, with the place in the text."""
    named = re.search(r", line (\d+)", error.detail)
    line = int(named.group(1)) if named else None
    field = next(iter(error.fields), "")
    return Problem(error.detail, field, line, _around(document, line) if line else ())


def _around(document: str, line: int) -> tuple[Line, ...]:
    lines = document.splitlines()
    first = max(1, line - AROUND)
    return tuple(
        Line(number, lines[number - 1], number == line)
        for number in range(first, min(len(lines), line + AROUND) + 1)
    )


def is_ready(policy: Policy, *, code: str, newest: int, today: date) -> Verdict:
    """Whether a readable draft may become the next version: right policy, new number, not in the past."""
    return all_of(
        allow()
        if policy.code == code
        else deny("other_code", f"The text says code '{policy.code}'; this is a draft of '{code}'."),
        allow()
        if policy.version > newest
        else deny("version_not_new", f"Version {newest} is there already; give the text a higher version."),
        allow()
        if policy.valid_from >= today
        else deny(
            "valid_from_past", f"valid_from is {policy.valid_from}; a version cannot begin before today."
        ),
        allow()
        if len(policy.title) <= LONGEST_TITLE
        else deny("title_too_long", f"The title is longer than {LONGEST_TITLE} characters."),
    )


def is_possible_code(code: str) -> bool:
    """Whether a policy may be called so: short, lower case, and no address of ours."""
    return bool(CODE.fullmatch(code)) and len(code) <= LONGEST_CODE and code not in RESERVED_CODES
