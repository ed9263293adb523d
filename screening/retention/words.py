"""The words of retention: classes of data, what is done with them, and from when it is counted."""

from __future__ import annotations

from portsec.kernel.words import Word


class DataClass(Word):
    """What is erased together. The letters S1 to S5 are the classes of sensitivity, S5 the narrowest."""

    RECORD_ANSWER = "record_answer", "Answers of criminal records (S3)"
    DOCUMENTS = "documents", "Documents and photographs (S1, S3)"
    DECLARATION = "declaration", "The person's own declaration (S2)"
    ADVICE = "advice", "Advice of authorities, as yes or no (S4)"
    SECRET_POINTER = "secret_pointer", "Pointers to secret grounds (S5)"
    CASE_FILE = "case_file", "The rest of the case file (S1, S2)"
    LETTERS = "letters", "Letters as they were sent (S1)"
    RIGHTS_REQUEST = "rights_request", "Requests of the person and their answers (S1)"
    PORT_BAN = "port_ban", "Port bans (S3)"
    IDENTITY = "identity", "Identity and contact (S1)"
    LEDGER = "ledger", "The record of what happened, without personal data"


class ErasureAction(Word):
    ERASE = "erase", "Erase"
    REDUCE = "reduce", "Keep fact, code and use; erase the rest"
    PSEUDONYMISE = "pseudonymise", "Pseudonymise"
    KEEP = "keep", "Keep"


class CountedFrom(Word):
    FINALITY = "finality", "the decision is final"
    CLOSING = "closing", "the case was closed"
    VALIDITY_END = "validity_end", "the clearance ends"
    LAST_CASE = "last_case", "the last case was erased"
    BAN_END = "ban_end", "the ban ends"
    ENTRY = "entry", "the entry was made"


class Mark(Word):
    """How sure the source of a row is."""

    SEEN = "V", "Seen in the source", "good"
    STATED = "M", "Commonly stated, source not read", "wait"
    PROPOSED = "P", "Proposal, not law", "info"
