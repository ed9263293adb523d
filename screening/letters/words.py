"""The words of letters."""

from __future__ import annotations

from portsec.kernel.words import Word


class LetterKind(Word):
    INVITATION = "invitation", "Invitation", "info"
    NOTICE_OF_INTENT = "notice_of_intent", "Notice of intent", "wait"
    DECISION = "decision", "Decision", "good"
    EMPLOYER_OUTCOME = "employer_outcome", "Outcome for the employer", "info"
    ERASURE_CERTIFICATE = "erasure_certificate", "Certificate of erasure", "mute"
