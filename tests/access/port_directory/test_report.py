"""What an import says."""

from __future__ import annotations

import pytest

from access.port_directory.report import FileReport, ImportReport

pytestmark = pytest.mark.unit


def test_remark_when_said_of_many_lines_then_stands_once() -> None:
    report = FileReport("people.csv")
    for line in range(2, 12):
        report.remark("has no family name", line)
    assert report.sentences == ["people.csv: has no family name (lines 2, 3, 4, 5, 6 and 5 more)"]


def test_remark_when_about_the_whole_file_then_names_no_line() -> None:
    report = FileReport("people.csv")
    report.remark("the column 'shoe' means nothing here")
    assert report.sentences == ["people.csv: the column 'shoe' means nothing here"]


def test_report_when_summed_up_then_counts_all_files() -> None:
    first = FileReport("a.csv", rows=3, new=2, changed=1, unknown_people=4)
    second = FileReport("b.csv", rows=2, new=1, unknown_people=1, unknown_readers=2)
    second.refuse(3, "at is missing")
    whole = ImportReport((first, second, FileReport("c.csv", refused_whole="is empty")))
    assert (whole.rows, whole.new, whole.changed) == (5, 3, 1)
    assert [str(row) for row in whole.refused] == ["b.csv:3: at is missing"]
    assert whole.refused_files == ["c.csv: is empty"]
    assert whole.unknown == {"people": 5, "badges": 0, "readers": 2}
