"""Reads a policy file row by row: every field is asked for by its type, and whatever is left over is refused.

Scalars stay text until a field asks for a type, so that 0701 is a code and not a number. Errors name file,
line and field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NoReturn, TypeVar

import yaml

from portsec.kernel.errors import InvalidInput
from portsec.kernel.words import Word

LARGEST_FILE = 200_000  # characters; the largest policy we know of needs a tenth of it

Vocabulary = TypeVar("Vocabulary", bound=Word)


class Row:
    """One mapping of the file. Call `done()` when every field was taken."""

    def __init__(self, node: yaml.Node, *, name: str, path: str) -> None:
        self._name = name
        self._path = path
        self._line = node.start_mark.line + 1
        self._fields: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.refuse("", "fields with names are expected here")
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode):
            self.refuse("", "a field name must be plain text", key)
        if key.value in self._fields:
            self.refuse(key.value, "stands here twice", key)
        self._fields[key.value] = value

    def refuse(self, key: str, problem: str, node: yaml.Node | None = None) -> NoReturn:
        """Raise InvalidInput for a field of this row, or for the row itself."""
        place = ".".join(part for part in (self._path, key) if part)
        line = node.start_mark.line + 1 if node else self._line
        about = f", field '{place}'" if place else ""
        raise InvalidInput(f"{self._name}, line {line}{about}: {problem}.", fields={place: problem})

    def done(self) -> None:
        for key, node in self._fields.items():
            self.refuse(key, "is not known here", node)

    def has(self, key: str) -> bool:
        return key in self._fields

    def names(self) -> tuple[str, ...]:
        return tuple(self._fields)

    def _take(self, key: str) -> yaml.Node:
        if key not in self._fields:
            self.refuse(key, "is missing")
        return self._fields.pop(key)

    def text(self, key: str) -> str:
        node = self._take(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.refuse(key, "must be text", node)
        return " ".join(node.value.split())

    def number(self, key: str, *, least: int, most: int) -> int:
        node = self._take(key)
        if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(r"[0-9]{1,6}", node.value):
            self.refuse(key, "must be a whole number", node)
        value = int(node.value)
        if not least <= value <= most:
            self.refuse(key, f"must lie between {least} and {most}", node)
        return value

    def flag(self, key: str) -> bool:
        node = self._take(key)
        if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
            self.refuse(key, "must be true or false", node)
        return bool(node.value == "true")

    def day(self, key: str) -> date:
        node = self._take(key)
        try:
            return date.fromisoformat(str(node.value))
        except ValueError:
            self.refuse(key, "must be a date such as 2025-01-31", node)

    def word(self, key: str, vocabulary: type[Vocabulary]) -> Vocabulary:
        return self._word(key, self._take(key), vocabulary)

    def words(self, key: str, vocabulary: type[Vocabulary]) -> tuple[Vocabulary, ...]:
        return tuple(self._word(key, node, vocabulary) for node in self._list(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of plain texts, each once."""
        nodes = self._list(key)
        values = tuple(str(node.value) for node in nodes if isinstance(node, yaml.ScalarNode) and node.value)
        if len(values) != len(nodes):
            self.refuse(key, "must be a list of plain texts", nodes[0])
        if len(set(values)) != len(values):
            self.refuse(key, "names something twice", nodes[0])
        return values

    def row(self, key: str) -> Row:
        return self._row(key, self._take(key))

    def rows(self, key: str) -> tuple[Row, ...]:
        return tuple(
            self._row(f"{key}[{place}]", node) for place, node in enumerate(self._list(key), start=1)
        )

    def table(self, key: str) -> Iterator[tuple[str, Row]]:
        """The named rows of a mapping, in the order of the file."""
        inner = self.row(key)
        for name in inner.names():
            yield name, inner.row(name)

    def _row(self, path: str, node: yaml.Node) -> Row:
        return Row(node, name=self._name, path=".".join(part for part in (self._path, path) if part))

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._take(key)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.refuse(key, "must be a list with at least one entry", node)
        return list(node.value)

    def _word(self, key: str, node: yaml.Node, vocabulary: type[Vocabulary]) -> Vocabulary:
        try:
            return vocabulary(str(node.value))
        except ValueError:
            allowed = ", ".join(member.value for member in vocabulary)
            self.refuse(key, f"must be one of {allowed}", node)


class _Loader(yaml.SafeLoader):
    """No aliases: a row of a policy says itself what it says."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="references are not allowed", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def document(text: str, *, name: str) -> Row:
    """The outermost row of a policy file. Raises InvalidInput where it is no YAML, or too large."""
    if len(text) > LARGEST_FILE:
        raise InvalidInput(f"{name}: longer than {LARGEST_FILE} characters.")
    try:
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidInput(f"{name}, line {line}: {error.problem}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidInput(f"{name}: cannot be read as YAML ({type(error).__name__}).") from None
    if node is None:
        raise InvalidInput(f"{name}: the file is empty.")
    return Row(node, name=name, path="")
