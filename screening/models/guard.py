"""What the database itself refuses, whoever writes the row: one's own proposal, one's own file, one hand."""

from __future__ import annotations

import pgtrigger

INSERTED = pgtrigger.Insert
CHANGED = pgtrigger.Insert | pgtrigger.Update

_OWN_FILE = """
    IF EXISTS (
        SELECT 1 FROM accounts_user u, screening_application a JOIN screening_person p ON p.id = a.person_id
        WHERE u.id = NEW.officer_id AND a.id = ({application})
          AND u.person_ref <> '' AND u.person_ref IN (p.ref, p.external_ref)
    ) THEN
        RAISE EXCEPTION 'nobody decides on their own file'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_own_file';
    END IF;
"""

_SECOND_HAND = """
    IF EXISTS (
        SELECT 1 FROM screening_decision d
        WHERE d.id = NEW.decision_id AND d.proposed_by_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'nobody opines on their own proposal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_two_hands';
    END IF;
"""

_OPEN_PANEL = """
    IF EXISTS (SELECT 1 FROM screening_panel p WHERE p.id = NEW.panel_id AND p.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the panel is closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_before_close';
    END IF;
"""

_REFUSED_BY_LAW = """
    IF NEW.state = 'refused' AND OLD.state IS DISTINCT FROM NEW.state AND NOT (
        EXISTS (
            SELECT 1 FROM screening_hearing h WHERE h.application_id = NEW.id AND h.closed_at IS NOT NULL
        ) AND (
            EXISTS (
                SELECT 1 FROM screening_decision d JOIN screening_opinion o ON o.decision_id = d.id
                WHERE d.application_id = NEW.id AND d.state = 'countersigned' AND d.outcome = 'refuse'
                  AND o.outcome = 'refuse' AND o.officer_id <> d.proposed_by_id
            ) OR EXISTS (
                SELECT 1 FROM screening_panel p JOIN screening_panelvote v ON v.panel_id = p.id
                WHERE p.application_id = NEW.id AND p.result = 'refuse' AND v.choice = 'refuse'
                GROUP BY p.id HAVING count(DISTINCT v.officer_id) >= 2
            )
        )
    ) THEN
        RAISE EXCEPTION 'a refusal needs two officers and a closed hearing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refused_by_two_after_hearing';
    END IF;
    RETURN NEW;
"""

_OTHERS_DECIDE = """
    IF EXISTS (
        SELECT 1 FROM (
            SELECT proposed_by_id AS officer_id FROM screening_decision
            WHERE application_id = NEW.application_id AND remedy_id IS NULL
            UNION SELECT o.officer_id FROM screening_opinion o
            JOIN screening_decision d ON d.id = o.decision_id WHERE d.application_id = NEW.application_id
            UNION SELECT v.officer_id FROM screening_panelvote v
            JOIN screening_panel p ON p.id = v.panel_id WHERE p.application_id = NEW.application_id
        ) AS hands
        WHERE hands.officer_id IN (NEW.proposed_by_id, NEW.decided_by_id)
    ) THEN
        RAISE EXCEPTION 'a remedy is decided by officers who had no part in the decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'remedy_by_others';
    END IF;
    RETURN NEW;
"""


def second_opinion() -> pgtrigger.Trigger:
    """On `Opinion`: another officer than the proposer, and not the person concerned."""
    application = "SELECT d.application_id FROM screening_decision d WHERE d.id = NEW.decision_id"
    return pgtrigger.Trigger(
        name="opinion_hands",
        when=pgtrigger.Before,
        operation=INSERTED,
        func=_SECOND_HAND + _OWN_FILE.format(application=application) + "RETURN NEW;",
    )


def panel_vote() -> pgtrigger.Trigger:
    """On `PanelVote`: before the panel is closed, and not by the person concerned."""
    application = "SELECT p.application_id FROM screening_panel p WHERE p.id = NEW.panel_id"
    return pgtrigger.Trigger(
        name="panel_vote_hands",
        when=pgtrigger.Before,
        operation=INSERTED,
        func=_OPEN_PANEL + _OWN_FILE.format(application=application) + "RETURN NEW;",
    )


def refused_by_law() -> pgtrigger.Trigger:
    """On `Application`: no refusal without two officers and a closed hearing."""
    return pgtrigger.Trigger(
        name="application_refused_by_law",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_REFUSED_BY_LAW,
    )


def remedy_by_others() -> pgtrigger.Trigger:
    """On `Remedy`: its officers had no part in the decision that it is about."""
    return pgtrigger.Trigger(
        name="remedy_by_others", when=pgtrigger.Before, operation=CHANGED, func=_OTHERS_DECIDE
    )
