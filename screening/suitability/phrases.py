"""The clauses and remarks that stand in a finding beside the sentence of its criterion."""

from __future__ import annotations

from portsec.kernel.words import Word


class Phrase(Word):
    """A text with its blanks, as officers read it; its value is its name in the catalogues of letters.

    A name is stored with each finding, so it is never used for another text.
    """

    # when and for how long
    FINAL_ON = "final_on", "final on {day}"
    DECIDED_ON = "decided_on", "decided on {day}"
    UNDATED = "undated", "undated"
    SINCE = "since", " (since {day})"
    COUNTS_UNTIL = "counts_until", "It counts until {day}."
    WITHIN_PERIOD = "within_period", " within the look-back period of {years} years"
    LATEST_WITHIN_PERIOD = (
        "latest_within_period",
        ", the latest within the look-back period of {years} years",
    )
    FURTHER_NOTICE = "further_notice", "further notice"
    # where, and by whom
    THE_PORT = "the_port", "the port {port}"
    PORTS = "ports", "ports"
    STATE_ASKED = "state_asked", "the State asked"
    OTHER_LIST = "other_list", "list “{list}”"
    WITH_REFERENCE = "with_reference", " (reference {reference})"
    # why a check or a right is not there
    NOT_ASKED = "not_asked", "not asked for"
    NOT_ANSWERED = "not_answered", "not answered"
    NOT_POSSIBLE = "not_possible", "not possible"
    RIGHT_ENDED = "right_ended", "it ended on {day}"
    PROOFS_MISSING = (
        "proofs_missing",
        "Of {asked} compensating proofs that the policy asks for, {accepted} are accepted.",
    )
    # what is wrong with a paper
    PAPER_MISSING = "paper_missing", "it is missing"
    PAPER_EXPIRED = "paper_expired", "it has expired"
    PAPER_UNDATED = "paper_undated", "its date is not recorded"
    PAPER_TOO_OLD = "paper_too_old", "it is older than {days} days"
    NO_APOSTILLE = "no_apostille", "it has no apostille"
    NO_TRANSLATION = "no_translation", "it has no translation"
    # what no row judges
    ORDER_ON_FILE = "order_on_file", "an order that keeps the person out of {where}"
    ADVICE_ON_FILE = "advice_on_file", "the answer “{outcome}” of an authority on {subject}"
    FALSE_STATEMENT_ON_FILE = "false_statement_on_file", "a statement that was found to be false"
    NO_RIGHT_ON_FILE = "no_right_on_file", "the answer that the person may not work here"
    # what the record leaves open
    SENTENCE_UNKNOWN = (
        "sentence_unknown",
        "The sentence is not recorded in full; obtain it before this row is applied.",
    )
    GRADE_UNKNOWN = (
        "grade_unknown",
        "The record does not say how grave the law held it to be; obtain it before this row is applied.",
    )
    INTENT_UNKNOWN = (
        "intent_unknown",
        "The record does not say whether it was done with intent; obtain it before this row is applied.",
    )
    YOUTH_UNKNOWN = (
        "youth_unknown",
        "The age at the time of the offence is not known; a milder term for young people may apply.",
    )
    FULL_TERM_ASSUMED = (
        "full_term_assumed",
        "The release is not recorded; the full term from finality is assumed.",
    )
    OFFENCE_DAY_UNKNOWN = (
        "offence_day_unknown",
        "The day of the offence is not recorded; the period is read from the judgment.",
    )
    NO_DATE = "no_date", "The record has no date from which the period could run."
    NO_TERM = "no_term", "The release is not recorded, and the record gives no term to work it out."
