"""What the record says about working on person-cases: unmasking, questions, the lot, muted patterns."""

from ledger.kinds import Kind, register

register(
    Kind(
        "access.person_case.dismissal_proposed",
        ("case", "reason"),
        "{case}: to be dismissed; a second person is to agree. {reason}",
        icon="signature",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.person_case.handed_over",
        ("case", "ground", "handed_to", "handed_ref", "reason"),
        "{case} handed to the police liaison, {ground}. {handed_to} {handed_ref} {reason}",
        icon="siren",
        tone="bad",
        confidential=("handed_to", "handed_ref", "reason"),
    ),
    Kind(
        "access.person_case.unmasked",
        ("case", "until", "reason"),
        "{case} unmasked for one officer until {until}. {reason}",
        icon="eye",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.case_question.asked",
        ("case", "questions"),
        "{questions} questions asked for {case}.",
        icon="circle-question-mark",
    ),
    Kind(
        "access.case_question.answered",
        ("case", "answer"),
        "A question for {case} was answered: {answer}.",
        icon="circle-question-mark",
        confidential=("answer",),
    ),
    Kind(
        "access.audit_draw.drawn",
        ("draws", "day"),
        "{draws} look-ups of {day} drawn by lot for review.",
        icon="scale",
    ),
    Kind(
        "access.audit_draw.reviewed",
        ("draw", "verdict", "reason"),
        "{draw}, drawn by lot: {verdict}. {reason}",
        icon="scale",
        confidential=("verdict", "reason"),
    ),
    Kind(
        "access.muted_pattern.proposed",
        ("pattern", "rule", "days", "reason"),
        "{pattern}: findings of {rule} to be muted for {days} days. {reason}",
        icon="bell-off",
        tone="wait",
        confidential=("reason",),
    ),
    Kind(
        "access.muted_pattern.confirmed",
        ("pattern", "rule", "ends_at"),
        "{pattern}: findings of {rule} muted until {ends_at}.",
        icon="bell-off",
    ),
    Kind(
        "access.muted_pattern.refused",
        ("pattern", "rule", "reason"),
        "{pattern}: findings of {rule} are not muted. {reason}",
        icon="bell",
        confidential=("reason",),
    ),
    Kind(
        "access.muted_pattern.lifted",
        ("pattern", "rule", "restored", "reason"),
        "{pattern} of {rule} lifted; {restored} findings went to cases after all. {reason}",
        icon="bell",
        tone="good",
        confidential=("reason",),
    ),
    Kind(
        "access.muted_pattern.replayed",
        ("pattern", "rule", "hidden", "would_open", "confirmed"),
        "{pattern} of {rule}: hid {hidden} findings, {would_open} people would have had a case, "
        "{confirmed} were confirmed since.",
        icon="history",
    ),
)
