"""Closed vocabularies: value, label and tone of every member, in this test's own words and in all of ours."""

from __future__ import annotations

import json

import pytest

import access.enums  # registers its vocabularies
import accounts.roles
import ledger.enums
import screening.enums  # noqa: F401
from portsec.kernel.words import Word

pytestmark = pytest.mark.unit

TONES = {"good", "bad", "wait", "info", "mute"}
OURS = [kind for kind in Word.__subclasses__() if not kind.__module__.startswith("tests.")]


class Weather(Word):
    FAIR = "fair", "Fair", "good"
    DENSE_FOG = ("dense_fog",)


def test_word_when_read_then_value_label_and_tone() -> None:
    assert (Weather.FAIR, Weather.FAIR.label, Weather.FAIR.tone) == ("fair", "Fair", "good")
    assert (Weather.DENSE_FOG.label, Weather.DENSE_FOG.tone) == ("Dense fog", "mute")


def test_word_when_written_then_it_is_its_value() -> None:
    assert f"{Weather.FAIR}" == "fair"
    assert json.dumps({"w": Weather.FAIR}) == '{"w": "fair"}'
    assert Weather("dense_fog") is Weather.DENSE_FOG


def test_word_when_value_is_unknown_then_value_error() -> None:
    with pytest.raises(ValueError, match="hail"):
        Weather("hail")


def test_choices_when_given_to_a_model_then_pairs_in_order() -> None:
    assert Weather.choices() == [("fair", "Fair"), ("dense_fog", "Dense fog")]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_vocabulary_when_read_then_known_tones_and_labels_that_differ(kind: type[Word]) -> None:
    labels = [member.label for member in kind]
    assert {member.tone for member in kind} <= TONES
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels), "two members of one vocabulary read alike"
    assert len({member.value for member in kind}) == len(list(kind))


def test_vocabularies_when_listed_then_ours_are_among_them() -> None:
    assert {ledger.enums.JobState, accounts.roles.Role, access.enums.BadgeState} <= set(OURS)
