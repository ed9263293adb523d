"""What the record says about the work of the desk beside reading and answering."""

from ledger.kinds import Kind, register

register(
    Kind(
        "hotline.report.graded",
        ("reliability", "credibility"),
        "Report graded {reliability}{credibility} on the admiralty scale.",
        icon="scale",
    ),
    Kind("hotline.report.linked", ("target",), "Report bears on {target}.", icon="link"),
    Kind("hotline.report.unlinked", ("target",), "Report no longer bears on {target}.", icon="unlink"),
    Kind(
        "hotline.report.handed_over",
        ("authority", "reference", "ground"),
        "Report handed over to {authority}, their reference {reference}. {ground}",
        icon="send",
        tone="wait",
        confidential=("authority", "reference", "ground"),
    ),
    Kind(
        "hotline.answer.kept",
        ("title", "language"),
        "Answer '{title}' ({language}) kept ready.",
        icon="reply",
    ),
    Kind(
        "hotline.answer.dropped",
        ("title", "language"),
        "Answer '{title}' ({language}) dropped.",
        icon="reply",
    ),
    # Sent at fixed hours whether anything came or not, so it says nothing about reports.
    Kind("hotline.notice.sent", ("hour",), "Look at the hotline's inbox ({hour}).", icon="bell"),
    Kind(
        "hotline.campaign.made",
        ("company", "language"),
        "Cards and posters for {company} made in {language}.",
        icon="megaphone",
    ),
)
