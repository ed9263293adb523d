"""The explanation by the release chain: who holds the right to collect the container now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from access.need_to_know.explanation import FULL, HALF, Explanation, FailedExplanation, is_just_self_made
from access.need_to_know.facts import LookUpFacts, ReleaseHopFact

AFTER_GATE_OUT = timedelta(hours=72)
"""Invoices and complaints follow the pick-up for some days. House proposal of November 2026."""


def party_of_release_chain(facts: LookUpFacts) -> Explanation | FailedExplanation:
    """The requester's organisation is a party of the release chain now.

    E2. Parties of a secure chain exchange the data that the chain needs, from nomination to pick-up
    (secure-chain.eu, Certified Pick-up), and nobody else's.
    """
    organisation = facts.requester.organisation
    asked = facts.release_hops and organisation and facts.holder_known
    hop = current_parties(facts).get(organisation) if asked else None
    if hop is None:
        return FailedExplanation("E2", "The requester's organisation is no party of the release chain now.")
    left_at = facts.resource.gate_out_at if facts.resource else None
    if left_at is not None and facts.at > left_at + AFTER_GATE_OUT:
        return FailedExplanation("E2", "The release chain that named the requester's organisation has ended.")
    weight = HALF if is_just_self_made(facts, hop.person, hop.at) else FULL
    sentence = "The requester's organisation is a party of this container's release chain."
    until = left_at + AFTER_GATE_OUT if left_at is not None else None
    return Explanation("E2", weight, sentence, f"{hop.from_org} > {hop.to_org}", until)


def current_parties(facts: LookUpFacts) -> Mapping[str, ReleaseHopFact]:
    """The organisations of the chain as it stands, each with the hop that brought it in.

    Each party's newest nomination counts, so who was replaced is out, and so is everybody that they had
    nominated. The chain begins with the owner, or else with whoever nominated first.
    """
    past = (hop for hop in facts.release_hops if hop.container == facts.object and hop.counts_at(facts.at))
    hops = sorted(past, key=lambda hop: (hop.at, hop.from_org, hop.to_org))
    if not hops:
        return {}
    newest = {hop.from_org: hop for hop in hops}
    owner = facts.resource.owner_org if facts.resource else ""
    holder = owner if owner in newest else hops[0].from_org
    opening = next(hop for hop in hops if hop.from_org == holder)
    parties, since = {holder: opening}, opening.at
    while (hop := newest.get(holder)) and hop.at >= since and hop.to_org and hop.to_org not in parties:
        parties[hop.to_org] = hop
        holder, since = hop.to_org, hop.at
    return parties
