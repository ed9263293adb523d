"""SCIM filters as database conditions; one that would not be a condition of bounded cost is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q
from scim2_models import InvalidFilterException, ScimFilter, TooManyException
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

LONGEST: Final = 1_000  # characters of one filter
MOST_TERMS: Final = 20  # comparisons in one filter: a personnel system asks for one or two

TEXT: Final = {
    CompareOperator.eq: "exact",
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
}
ORDER: Final = {
    CompareOperator.eq: "exact",
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}


class Column(NamedTuple):
    """Where an attribute stands in the database. `kind` is text, exact, flag, number or time."""

    field: str
    kind: str = "text"


Condition = Callable[[int], Q]


class Conditions(NamedTuple):
    """Attributes that may be filtered by, by their lower-case path: columns, and members by their number."""

    columns: Mapping[str, Column]
    members: Mapping[str, Condition]


def condition(filter_: ScimFilter[Any], known: Conditions) -> Q:
    """The filter as one condition.

    Raises InvalidFilterException for an attribute or comparison that is not offered, and TooManyException for
    a filter that is too long.
    """
    text = str(filter_)
    if len(text) > LONGEST or "\x00" in text:
        raise TooManyException(detail=f"A filter has at most {LONGEST} characters.")
    visitor = _ToCondition(known)
    return visitor.visit(filter_.ast)


class _ToCondition(FilterVisitor[Q]):
    def __init__(self, known: Conditions) -> None:
        self.known = known
        self.terms = 0

    def visit_comparison(self, node: Comparison) -> Q:
        self._count()
        path = _path(node.attr_path)
        member = self.known.members.get(path.removesuffix(".value"))
        if member is not None:
            return _of_member(member, node)
        column = self.known.columns.get(path)
        if column is None:
            raise _not_offered(node.attr_path)
        if node.op == CompareOperator.ne:
            return ~_compared(column, Comparison(node.attr_path, CompareOperator.eq, node.value))
        return _compared(column, node)

    def visit_present(self, node: Present) -> Q:
        self._count()
        column = self.known.columns.get(_path(node.attr_path))
        if column is None:
            raise _not_offered(node.attr_path)
        if column.kind in {"text", "exact"}:
            return Q(**{f"{column.field}__gt": ""})
        return Q(**{f"{column.field}__isnull": False})

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        found = self.visit(node.terms[0])
        for term in node.terms[1:]:
            other = self.visit(term)
            found = found & other if node.op == LogicalOperator.and_ else found | other
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        self._count()
        member = self.known.members.get(_path(node.attr_path))
        inner: FilterNode = node.val_filter
        if member is None or not isinstance(inner, Comparison) or _path(inner.attr_path) != "value":
            raise _not_offered(node.attr_path)
        return _of_member(member, inner)

    def _count(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise TooManyException(detail=f"A filter has at most {MOST_TERMS} comparisons.")


def _compared(column: Column, node: Comparison) -> Q:
    value = node.value
    if value is None:
        if node.op != CompareOperator.eq:
            raise _not_offered(node.attr_path)
        return Q(**{f"{column.field}__isnull": True}) | (
            Q(**{column.field: ""}) if column.kind in {"text", "exact"} else Q()
        )
    if column.kind == "flag" and isinstance(value, bool) and node.op == CompareOperator.eq:
        return Q(**{column.field: value})
    if column.kind == "number" and node.op == CompareOperator.eq:
        number = read_number(str(value))
        return Q(**{column.field: number}) if number is not None else Q(pk__in=())
    if column.kind == "time" and node.op in ORDER:
        return Q(**{f"{column.field}__{ORDER[node.op]}": _moment(node)})
    if column.kind in {"text", "exact"} and isinstance(value, str) and node.op in TEXT:
        case = "i" if column.kind == "text" else ""
        return Q(**{f"{column.field}__{case}{TEXT[node.op]}": value})
    raise _not_offered(node.attr_path)


def _of_member(member: Condition, node: Comparison) -> Q:
    if node.op != CompareOperator.eq:
        raise _not_offered(node.attr_path)
    number = read_number(str(node.value))
    return member(number) if number is not None else Q(pk__in=())


def read_number(text: str) -> int | None:
    """The number of a row that an identifier means; None for any other text, which names nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _moment(node: Comparison) -> datetime:
    try:
        moment = datetime.fromisoformat(str(node.value))
    except ValueError:
        raise InvalidFilterException(detail=f"{node.value!r} is no date and time.") from None
    if moment.tzinfo is None:
        raise InvalidFilterException(detail="A date and time needs an offset.")
    return moment


def _path(path: AttrPath) -> str:
    return f"{path.attr}.{path.sub_attr}".lower() if path.sub_attr else path.attr.lower()


def _not_offered(path: AttrPath) -> InvalidFilterException:
    return InvalidFilterException(detail=f"Comparing {path} in this way is not offered.")
