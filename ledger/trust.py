"""Whom to believe about a log: its keys, its witnesses and how many must agree. The form is C2SP tlog-policy.

    log port.example/ledger+33d7b496+AeHTu4Q3hEIM…
    witness auditor auditor.example/w1+8a1c93b2+BFf… https://auditor.example/witness
    group any-two 2 auditor sister-port vendor
    quorum any-two

The file lies outside the database: whoever may write there must not choose the keys that are believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger import note
from ledger.note import COSIGNATURE, ED25519, NoteWrong, VerifierKey

NONE: Final = "none"
WHITESPACE: Final = " \t"


class PolicyWrong(Exception):
    """A line of the policy cannot be taken; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Witness:
    """`url` is where it takes checkpoints; empty where only its signatures are checked."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Counts as a witness when `needed` of its members, witnesses or groups, do."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """`quorum` names a witness or a group; `none` asks for no witness."""

    logs: tuple[VerifierKey, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        return (*self.logs, *(each.key for each in self.witnesses))

    def is_met(self, cosigned: Iterable[VerifierKey]) -> bool:
        """Whether the witnesses with these keys are enough."""
        given = set(cosigned)
        counts = {NONE: True, **{each.name: each.key in given for each in self.witnesses}}
        for group in self.groups:  # each names only groups above it
            counts[group.name] = sum(counts[member] for member in group.members) >= group.needed
        return counts[self.quorum]


def parse(text: str) -> Policy:
    """Raises PolicyWrong with the number of the line. A list of logs alone may go without a quorum line."""
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), start=1):
        words = [word for word in line.replace("\t", " ").strip(WHITESPACE).split(" ") if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reading.take(words)
        except (NoteWrong, ValueError) as error:
            raise PolicyWrong(f"line {number}: {error}") from None
    if not reading.quorum and reading.witnesses:
        raise PolicyWrong("there is no quorum line; 'quorum none' asks for no witness")
    quorum = reading.quorum or NONE
    return Policy(tuple(reading.logs), tuple(reading.witnesses), tuple(reading.groups), quorum)


def cosigners(encoded: str, policy: Policy) -> tuple[VerifierKey, ...]:
    """The keys of the policy's witnesses that signed a note. Raises NoteWrong where one of them is wrong."""
    found = note.verified(note.parse(encoded), policy.keys)
    return tuple(key for key, _ in found if key.algorithm == COSIGNATURE)


def written(policy: Policy) -> str:
    """The policy as text again."""
    lines = [f"log {key.text}" for key in policy.logs]
    lines += [f"witness {each.name} {each.key.text} {each.url}".rstrip() for each in policy.witnesses]
    lines += [f"group {each.name} {each.needed} {' '.join(each.members)}" for each in policy.groups]
    return "".join(f"{line}\n" for line in (*lines, f"quorum {policy.quorum}"))


@dataclass(slots=True)
class _Reading:
    """What was read so far. Raises ValueError in words."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    quorum: str = ""

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", key] | ["log", key, _]:
                self.logs.append(self._key(key, ED25519, [each.public for each in self.logs]))
            case ["witness", name, key] | ["witness", name, key, _]:
                known = [each.key.public for each in self.witnesses]
                url = words[3] if len(words) == 4 else ""
                self.witnesses.append(Witness(self._new(name), self._key(key, COSIGNATURE, known), url))
            case ["group", name, needed, *members] if members:
                self._group(name, needed, members)
            case ["quorum", name] if not self.quorum:
                if name != NONE and name not in self.names:
                    raise ValueError(f"the quorum names '{name}', which no line above defines")
                self.quorum = name
            case _:
                raise ValueError(f"'{' '.join(words)[:60]}' says nothing that a policy can say here")

    def _group(self, name: str, needed: str, members: list[str]) -> None:
        for member in members:
            if member not in self.names:
                raise ValueError(f"the group names '{member}', which no line above defines")
            if member in self.members:
                raise ValueError(f"'{member}' is in a group already")
            self.members.add(member)
        counts = {"all": len(members), "any": 1}
        count = counts[needed] if needed in counts else int(needed)
        if not 1 <= count <= len(members):
            raise ValueError(f"a group of {len(members)} cannot need {count}")
        self.groups.append(Group(self._new(name), count, tuple(members)))

    def _new(self, name: str) -> str:
        if name in self.names or name == NONE:
            raise ValueError(f"the name '{name}' is taken")
        self.names.add(name)
        return name

    @staticmethod
    def _key(text: str, algorithm: int, known: list[bytes]) -> VerifierKey:
        key = VerifierKey.from_text(text)
        if key.algorithm != algorithm:
            raise ValueError(
                f"the key of {key.name} is of the other kind: logs and witnesses sign differently"
            )
        if key.public in known:
            raise ValueError(f"the key of {key.name} stands there twice")
        return key
