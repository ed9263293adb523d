"""Cases further on their way: before the panel, in a hearing, refused and asked to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from screening.deciding.words import RemedyKind
from screening.enums import Outcome
from screening.models import Application, Decision, Hearing, HearingMaterial, Panel, Remedy
from screening.services import assessment, decision, hearing, remedy
from tests.screening import rows

if TYPE_CHECKING:
    from tests.scenario import Scenario

BORN = date(1984, 7, 9)


@dataclass
class Procedure:
    """One of each. `token` opens the person's page of `hearing` together with `BORN`."""

    panel: Panel
    hearing: Hearing
    token: str
    material: HearingMaterial
    remedy: Remedy


def make(made: Scenario) -> Procedure:
    """By Alice and Bob; Bea has no part in anything."""
    disputed = propose(entered(made, "Olsen"), made, Outcome.GRANT)
    decision.give_opinion(
        disputed, Outcome.REFUSE, reason="It weighs too much.", **made.cast.bob.acts(made.at)
    )
    noticed = agreed(entered(made, "Pires"), made)
    served = hearing.serve(noticed, **made.cast.alice.acts(made.at))
    return Procedure(
        panel=Panel.objects.get(decision=disputed),
        hearing=served.hearing,
        token=served.token,
        material=noticed.materials.all()[0],
        remedy=appealed(entered(made, "Quist"), made),
    )


def entered(made: Scenario, family_name: str) -> Application:
    """A case with a conviction that weighs, assessed."""
    from tests import scenario

    case = scenario.apply_for(made.post, made.cast, family_name, "Kim", BORN, at=made.at)
    scenario.answer_checks(case, made.cast, rows.TRAFFICKING, at=made.at)
    rows.triage_all(case, made.cast.alice, at=made.at)
    assessment.assess(case, **made.cast.alice.acts(made.at))
    return case


def propose(case: Application, made: Scenario, outcome: Outcome = Outcome.REFUSE) -> Decision:
    return decision.propose(case, outcome, reason="Weighed.", **made.cast.alice.acts(made.at))


def agreed(case: Application, made: Scenario) -> Hearing:
    """Both would refuse, so the hearing is open."""
    decision.give_opinion(
        propose(case, made), Outcome.REFUSE, reason="The same.", **made.cast.bob.acts(made.at)
    )
    return Hearing.objects.get(application=case)


def appealed(case: Application, made: Scenario) -> Remedy:
    """Refused after the hearing, and the person appeals."""
    opened = agreed(case, made)
    hearing.serve(opened, **made.cast.alice.acts(made.at))
    hearing.answer_by_link(opened, "It was long ago.", is_complete=True, at=made.at)
    case.refresh_from_db()
    decision.give_opinion(
        propose(case, made), Outcome.REFUSE, reason="The same.", **made.cast.bob.acts(made.at)
    )
    case.refresh_from_db()
    return remedy.lodge(case, RemedyKind.APPEAL, grounds="It was not me.", evidence=[], at=made.at)
