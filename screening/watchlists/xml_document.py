"""Opening a list that is one XML file, with one clear sentence when it is not what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ErrorString

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import fromstring

from portsec.kernel.errors import InvalidInput
from screening.watchlists import files

# Room for a byte order mark and blank lines before the first element.
_BEGINNING = 64


def the_file(paths: Sequence[Path], list_name: str) -> Path:
    """The one file given, or the one XML file of a directory. Raises InvalidInput for none or several."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(file for file in files.listing(path) if file.suffix.lower() == ".xml")
        else:
            found.append(path)
    if len(found) != 1:
        raise InvalidInput(f"The {list_name} is one XML file; {len(found)} were found in what was given.")
    return found[0]


def root(path: Path, tag: str, list_name: str, *, any_namespace: bool = False) -> Element:
    """The root element, which must have this tag. Raises InvalidInput for anything else.

    A file may declare no document type and no entities: no publisher of a list needs them, and attacks do.
    """
    data = files.contents(path)
    if b"<" not in data[:_BEGINNING]:
        raise not_the_list(path, list_name, "it is not XML")
    try:
        found: Element = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        why = ErrorString(error.code)
        raise InvalidInput(
            f"{path.name} line {error.position[0]}: the XML is broken or cut off ({why})."
        ) from None
    except DTDForbidden as error:
        why = f"root element is <{error.name}>, with a document type of its own"
        raise not_the_list(path, list_name, why) from None
    except DefusedXmlException:
        why = "it declares entities, which no publisher of a list needs"
        raise not_the_list(path, list_name, why) from None
    except (UnicodeError, ValueError, LookupError) as error:
        raise InvalidInput(f"{path.name}: the XML is in an encoding we cannot read ({error}).") from None
    stated = str(found.tag)
    if (stated.rpartition("}")[2] if any_namespace else stated) != tag:
        raise not_the_list(path, list_name, f"root element is <{stated[:60]}>")
    return found


def not_the_list(path: Path, list_name: str, why: str) -> InvalidInput:
    return InvalidInput(f"{path.name} is not the {list_name}: {why}.")
