"""The errors that doors turn into answers: each has a stable code and one sentence."""

from __future__ import annotations

import pytest

from portsec.kernel.errors import Conflict, InvalidInput, NotFound, PortsecError, Refused, Unavailable
from portsec.kernel.verdict import deny

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("error", "code", "detail"),
    [
        (NotFound("badge"), "not_found", "No such badge."),
        (NotFound(), "not_found", "No such record."),
        (Conflict("Taken."), "conflict", "Taken."),
        (Conflict("Not now.", code="step_not_possible"), "step_not_possible", "Not now."),
        (InvalidInput("Bad date."), "invalid", "Bad date."),
        (Unavailable("No database."), "unavailable", "No database."),
        (Refused(deny("own_file", "Your own file.")), "own_file", "Your own file."),
    ],
)
def test_error_when_raised_then_code_and_sentence(error: PortsecError, code: str, detail: str) -> None:
    assert isinstance(error, PortsecError)
    assert (error.code, error.detail, str(error)) == (code, detail, detail)


def test_error_when_given_a_code_then_its_class_keeps_the_old_one() -> None:
    Conflict("Not now.", code="step_not_possible")
    assert Conflict("Taken.").code == "conflict"


def test_invalid_input_when_it_names_fields_then_they_are_its_own() -> None:
    named = {"born": "Give a date."}
    error = InvalidInput("Some fields are wrong.", fields=named)
    named["born"] = "changed afterwards"
    assert error.fields == {"born": "Give a date."}
    assert InvalidInput("Wrong.").fields == {}
