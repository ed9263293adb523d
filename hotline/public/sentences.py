"""What views say to the reporter. One place, so that translators and their test find every sentence."""

from __future__ import annotations

from typing import Final

CHOOSE: Final = "Please choose what it is about."
CHOOSE_PORT: Final = "Please choose the port."
TOO_OLD: Final = "This page lay open for too long. Please begin again; nothing was sent."
ENTER_AGAIN: Final = "This page lay open for too long. Please enter your code again."
NOTHING_TO_SEND: Final = "Answer one question, write something or choose a file first."
NO_SUCH_CODE: Final = "Nothing opens with this code. Check it and try again."
MISTYPED: Final = "This code is not complete or has a typing error. Check it and try again."
CODE_IN_TEXT: Final = "Your code stands in the text or in a file name. Take it out: nobody else may know it."
WRITTEN: Final = "Your message has been sent."
TOO_LONG: Final = "This is longer than what can be taken. Please shorten it, or send a smaller file."
TOO_MANY_FILES: Final = "Send at most four files at a time."
NO_PROOF_YET: Final = "The proof is ready a day or two after the report. Please come back later."
NO_READER: Final = "Nobody is left who could read it. Leave out fewer."
CLEANED: Final = "A clean copy was made. This was taken out:"
ERASED: Final = "It is erased. Nobody can read it any more."
NOT_TAKEN: Final = "Something in the form was not as it should be. Nothing was sent."

ALL: Final = (
    CHOOSE,
    CHOOSE_PORT,
    TOO_OLD,
    ENTER_AGAIN,
    NOTHING_TO_SEND,
    NO_SUCH_CODE,
    MISTYPED,
    CODE_IN_TEXT,
    WRITTEN,
    TOO_LONG,
    TOO_MANY_FILES,
    NO_PROOF_YET,
    NO_READER,
    CLEANED,
    ERASED,
    NOT_TAKEN,
)
