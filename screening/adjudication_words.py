"""The words of adjudication beside the states of a hit."""

from __future__ import annotations

from portsec.kernel.words import Word
from screening.enums import ListSource

# Lists of which a hit says nothing but "refer to authority".
RESTRICTED_SOURCES = frozenset({ListSource.POLICE})


class HitStatus(Word):
    """How a hit stands where its state does not say it: one officer's word, or the authority's part."""

    TO_CONFIRM = "to_confirm", "Same person, to be confirmed", "wait"
    TO_REFER = "to_refer", "Refer to authority", "wait"
    REFERRED = "referred", "With the authority", "wait"
    OBJECTION = "objection", "Authority objects", "bad"
    NO_OBJECTION = "no_objection", "Authority does not object", "good"


class DismissalGround(Word):
    """Why a listed entity is not the person: the reasons of practice, or an officer's own words."""

    BIRTH_DATE = "birth_date", "Date of birth differs by more than a year"
    SEX = "sex", "Sex differs"
    BIRTH_PLACE = "birth_place", "Place of birth differs"
    DOCUMENT = "document", "Document number differs"
    PHOTOGRAPH = "photograph", "Photograph shows another person"
    AUTHORITY = "authority", "Identity confirmed by the authority"
    NAME_PART = "name_part", "Only one part of the name is alike"
    OTHER = "other", "Another reason"
