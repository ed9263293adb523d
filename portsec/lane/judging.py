"""Decides look-ups as `access.selectors.decision` does, on a connection that does not wait."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import psycopg

from access.look_up_facts import by_grant
from access.look_up_facts.asked import Asked, as_json
from access.look_up_facts.loaded import Keys, loaded
from access.look_up_facts.query import QUERY
from access.need_to_know.decide import LookUpDecision, decide
from access.selectors.decision import BY_GRANT

Judged = tuple[LookUpDecision, Keys]


async def judged(connection: psycopg.AsyncConnection[Any], asked: Sequence[Asked]) -> list[Judged]:
    """The decisions in the order of the look-ups, each on facts as they stand now.

    First by a running grant alone, which is a fraction of the work; what none carries, on all facts.
    """
    found = await _by_grant(connection, asked)
    rest = [place for place in range(len(asked)) if place not in found]
    if rest:
        cursor = await connection.execute(QUERY, {"asked": as_json([asked[place] for place in rest])})
        for place, (text,) in zip(rest, await cursor.fetchall(), strict=True):
            facts = loaded(text, asked[place])
            found[place] = decide(facts.facts), facts.keys
    return [found[place] for place in range(len(asked))]


async def _by_grant(connection: psycopg.AsyncConnection[Any], asked: Sequence[Asked]) -> dict[int, Judged]:
    """What a grant allows, by place."""
    fitting = [(place, one) for place, one in enumerate(asked) if by_grant.fits(one)]
    if not fitting:
        return {}
    cursor = connection.cursor(binary=True)
    await cursor.execute(by_grant.QUERY_MANY, by_grant.parameters_many(fitting))
    found = {}
    for place, grants in groupby(await cursor.fetchall(), key=by_grant.place_of):
        facts = by_grant.loaded(list(grants), asked[place])
        decision = decide(facts.facts, BY_GRANT)
        if decision.verdict.allowed:
            found[place] = decision, facts.keys
    return found
