"""Marks sentences that are said to people in their own language.

Judgement and services write them in English and know no language; the pages of the person's own part
translate them. The labels of closed lists stand here a second time: only marked texts reach translators.
"""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Marks a text for translation and returns it unchanged."""
    return text


LABELS = (
    gettext_noop("Employed"),
    gettext_noop("Self-employed"),
    gettext_noop("School, training or study"),
    gettext_noop("Military or civilian service"),
    gettext_noop("Care for family"),
    gettext_noop("Out of work"),
    gettext_noop("Travel"),
    gettext_noop("Something else"),
    gettext_noop("Between two jobs"),
    gettext_noop("Illness"),
    gettext_noop("Parental leave"),
    gettext_noop("No fixed address"),
    gettext_noop("Passport or identity card"),
    gettext_noop("Photograph"),
    gettext_noop("Proof of an address"),
    gettext_noop("Proof of work or education"),
    gettext_noop("Proof for a gap"),
    gettext_noop("Court or authority paper"),
    gettext_noop("Letter of the employer or host"),
    gettext_noop("Seafarer's document"),
    gettext_noop("Extract of a criminal record"),
    gettext_noop("Visa, residence or work permit"),
    gettext_noop("Contract or posting notice"),
    gettext_noop("Certificate of the company"),
    gettext_noop("Certificate of competence"),
    gettext_noop("Promise of confidentiality"),
    gettext_noop("Consent to the checks"),
    gettext_noop("Other paper"),
    gettext_noop("Appeal: this is wrong"),
    gettext_noop("Waiver: this is right, but I am no threat"),
    gettext_noop("Lodged"),
    gettext_noop("Decision upheld"),
    gettext_noop("Decision varied"),
    gettext_noop("Decision annulled"),
    gettext_noop("Dismissed"),
)
