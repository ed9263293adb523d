"""Need-to-know decisions a second in one process, a hundred at once.

An account asks for a hundred containers, of which it holds few, so most answers are refusals with all their
reasons. Peer: guardian's `prefetch_perms`, which reads the account's rows for the hundred.
"""

from __future__ import annotations

from bench.measure import Line
from bench.need_to_know_round import best, figures, made, stock

BATCH, ACCOUNTS = 100, 50


def run(scale: str) -> Line:
    found = figures("need_to_know_batch", scale)
    return Line(
        name="need_to_know_batch",
        ours=found["ours"],
        peer=found["peer"],
        peer_name="guardian's prefetch_perms, 100 at once",
        floor=None,
        floor_name="",
        unit="decisions/s",
        n=found["n"],
    )


def measure(scale: str) -> dict[str, float]:
    from guardian.core import ObjectPermissionChecker

    from access.models import CargoVisit
    from access.selectors.decision import decided_all

    made_round = made(scale, BATCH)
    asking = [user for user, _ in made_round.pairs[:ACCOUNTS]]
    visits = [visit for _, visit in made_round.pairs]
    rows = CargoVisit.objects.filter(pk__in=[visit.pk for visit in visits])

    def ours() -> None:
        for number, user in enumerate(asking):
            answers = decided_all([made_round.asked(user, visit) for visit in visits])
            if not answers[number].allowed:
                raise ValueError("a grant did not count")

    def guardians() -> None:
        for number, user in enumerate(asking):
            checker = ObjectPermissionChecker(user)
            checker.prefetch_perms(rows)
            answers = [checker.has_perm("read_sensitive", visit) for visit in visits]
            if not answers[number]:
                raise ValueError("guardian does not know a right that was given")

    count = len(asking) * len(visits)
    return {"ours": best(ours, count), "peer": stock(guardians, count), "n": count}
