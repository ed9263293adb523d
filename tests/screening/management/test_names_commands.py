"""The commands that compare and screen tables of names."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Entry
from tests import scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def run(command: str, text: str, *options: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command(command, *options, stdin=io.StringIO(text, newline=""), stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_match_pairs_when_given_pairs_then_rows_come_back_judged_and_explained() -> None:
    same, other = run(
        "match_pairs",
        "name1,name2,schema,label\nHasan Aweys,AWEYS Hasan,Person,x\nLi Wei,Jan Jansen,Person,y\n",
    )
    assert (same["label"], same["score"], same["is_match"]) == ("x", "1.0000", "true")
    assert "share hasan, aweys" in same["explanation"]
    assert (other["is_match"], other["name2"]) == ("false", "Jan Jansen")


def test_match_pairs_when_birth_dates_contradict_then_no_match_at_the_same_score() -> None:
    text = "name1,name2,birth_date1,birth_date2\nHasan Omar Aweys,Hasan Aweys,1965-03-09,1931-01-02\n"
    [row] = run("match_pairs", text, "--threshold", "0.8")
    assert float(row["score"]) >= 0.8
    assert row["is_match"] == "false"
    assert "1931" in row["explanation"]


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("match_pairs", "name1\nx\n", "nothing was compared: There is no column 'name2'."),
        ("screen_names", "id,name\n1\n", "nobody was screened: Line 2 has another number of cells"),
        ("screen_names", "id,name\n1,A B\n", "nobody was screened: no watchlist is loaded"),
    ],
)
def test_commands_when_input_is_wrong_then_one_clear_line(command: str, text: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(command, text)


@pytest.mark.parametrize("threshold", ["2", "-0.1", "high"])
def test_commands_when_threshold_is_no_share_then_refused(threshold: str) -> None:
    with pytest.raises(CommandError, match="is not a figure from 0 to 1"):
        run("match_pairs", "name1,name2\na,b\n", "--threshold", threshold)


def test_screen_names_when_somebody_is_listed_then_one_row_a_hit_and_nothing_kept(now: datetime) -> None:
    scenario.load_list(at=now)
    before = Entry.objects.count()
    hits = run("screen_names", "id,name,birth_date\n7,Wiktor Morosow,1979-11-02\n8,Erin Example,1990-01-01\n")
    assert [(hit["id"], hit["list"], hit["entry"], hit["entry_name"]) for hit in hits] == [
        ("7", "own", "PB-1", "Viktor Morozov")
    ]
    assert "as on the list" in hits[0]["explanation"]
    assert Entry.objects.count() == before
