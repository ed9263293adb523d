"""The words of crew lists."""

from __future__ import annotations

from portsec.kernel.words import Word


class TravelDocumentKind(Word):
    """What a seafarer shows. The seafarers' identity document is that of ILO Convention 185."""

    PASSPORT = "passport", "Passport"
    SEAFARER_IDENTITY = "seafarer_identity", "Seafarers' identity document"
    SEAMANS_BOOK = "seamans_book", "Seaman's book"
    IDENTITY_CARD = "identity_card", "Identity card"
    OTHER = "other", "Other document"


class CrewListState(Word):
    DRAFT = "draft", "To confirm", "wait"
    TAKEN = "taken", "Taken in", "info"
    DISCARDED = "discarded", "Discarded", "mute"


class CrewState(Word):
    """Where one member of a crew stands. Only an officer refuses; the system never does."""

    TO_SCREEN = "to_screen", "Being screened", "info"
    PERMITTED = "permitted", "Permit issued", "good"
    WITH_OFFICER = "with_officer", "Waits for an officer", "wait"
    REFUSED = "refused", "No permit", "bad"


class CrewQuestion(Word):
    """Why a member of a crew waits for an officer."""

    HIT = "hit", "Resembles a listed person"
    DOCUMENT_EXPIRED = "document_expired", "The document runs out before the ship arrives"
    DOCUMENT_OF_ANOTHER = "document_of_another", "The document is on file with another birth date"
    BANNED = "banned", "A port ban is in force"
