"""What OFAC's free-text remarks say: births, places, nationalities, papers, weak names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from screening.watchlists.birth_date import MONTHS, BirthDate
from screening.watchlists.entity import ListedDocument, Sex

_MONTH = "|".join(MONTHS)
_ALTERNATIVE = re.compile(r"^alt\. ", re.IGNORECASE)
_MOMENT = re.compile(rf"(?:(?:(\d{{1,2}}) )?({_MONTH}) )?(\d{{4}})")
_RANGE = re.compile(r" to |(?<=\d{4})-(?=\d{4})")
_DOCUMENT = re.compile(
    r"""^(?P<kind>
          (?:(?:Diplomatic|Stateless\ Person)\ )?Passport
        | (?:National|Personal|Kenyan)\ ID(?:\ Card)?(?:\ No\.)? | National\ Foreign\ ID\ Number
        | Cedula\ No\. | C\.U\.R\.P\. | R\.F\.C\. | D\.N\.I\. | NIT | RUC | RIF | SSN | LE\ Number
        | (?:Turkish\ )?Identification\ Number | Citizen's\ Card\ Number | Numero\ de\ Identidad
        | Electoral\ Registry\ No\. | Credencial\ electoral | Cartilla\ de\ Servicio\ Militar\ Nacional
        | Driver's\ License\ No\. | Residency\ Number | Birth\ Certificate\ Number | Travel\ Document\ Number
        | VisaNumberID | Italian\ Fiscal\ Code | Tax\ ID\ No\. | V\.A\.T\.\ Number | D-U-N-S\ Number
        | Registration\ (?:Number|ID) | (?:UK\ )?Company\ Number | Commercial\ Registry\ Number | C\.R\.\ No\.
        | Business\ Registration\ (?:Number|Document) | Government\ Gazette\ Number | Trade\ License\ No\.
        | Matricula\ Mercantil\ No | Folio\ Mercantil\ No\. | Enterprise\ Number | Legal\ Entity\ Number
        | Vessel\ Registration\ Identification(?=\ IMO) | MMSI
        | (?:Previous\ )?Aircraft\ Tail\ Number | Aircraft\ Manufacturer's\ Serial\ Number\ \(MSN\)
        )\ (?:\#\ )?(?P<rest>.*\d.*)$""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"^(?P<number>.*?)(?: \((?P<country>[^()]*)\))?(?P<note>,? ?(?:issued|expires)\b.*)?$")
_SEXES: dict[str, Sex] = {"Gender Male": "male", "Gender Female": "female"}


@dataclass(slots=True)
class Remarks:
    """The statements found, each in the order of the text. What has no column stays in the text alone."""

    births: list[BirthDate] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    documents: list[ListedDocument] = field(default_factory=list)
    weak_names: list[str] = field(default_factory=list)
    sex: Sex = ""


def read(text: str) -> Remarks:
    """Reads one entry's remarks. Free text holds surprises: a part that says nothing known is passed over."""
    found = Remarks()
    for part in text.removesuffix(".").split(";"):
        _read_part(_ALTERNATIVE.sub("", part.strip()), found)
    return found


def _read_part(part: str, found: Remarks) -> None:
    label, _, rest = part.partition(" ")
    match label:
        case "DOB":
            if (birth := birth_date(rest)) is not None:
                found.births.append(birth)
        case "POB":
            found.birth_places.append(rest)
        case "nationality" | "citizen":
            if rest not in found.nationalities:
                found.nationalities.append(rest)
        case "a.k.a.":
            # OFAC gives its weak names only here, in single quotes; names may begin with an apostrophe.
            if name := rest.removeprefix("'").removesuffix(".").removesuffix("'").strip():
                found.weak_names.append(name)
        case "Gender":
            found.sex = _SEXES.get(part, "")
        case _:
            if (paper := _DOCUMENT.match(part)) is not None:
                found.documents.append(_document(paper["kind"], paper["rest"]))


def birth_date(text: str) -> BirthDate | None:
    """`10 Dec 1948`, `Mar 1945`, `circa 1951`, `1951 to 1953`; None for anything else."""
    plain = text.removeprefix("circa ")
    moments = [_moment(side) for side in _RANGE.split(plain)]
    if len(moments) > 2 or None in moments:
        return None
    known = [moment for moment in moments if moment is not None]
    if known[-1].latest < known[0].earliest:
        return None
    return BirthDate(known[0].earliest, known[-1].latest, circa=plain != text)


def _moment(text: str) -> BirthDate | None:
    parts = _MOMENT.fullmatch(text.strip())
    if parts is None:
        return None
    day, month, year = parts.groups()
    number = MONTHS.index(month) + 1 if month else 0
    try:
        if day:
            return BirthDate.on(date(int(year), number, int(day)))
        return BirthDate.in_month(int(year), number) if number else BirthDate.in_year(int(year))
    except ValueError:
        return None


def _document(kind: str, rest: str) -> ListedDocument:
    parts = _NUMBER.match(rest)
    if parts is None:
        return ListedDocument(kind, rest)
    return ListedDocument(
        kind, parts["number"].strip(), parts["country"] or "", (parts["note"] or "").strip(" ,")
    )
