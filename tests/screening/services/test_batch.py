"""A list of needs is looked at whole, and entered together."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import Organisation
from portsec.kernel.errors import InvalidInput, Refused
from screening.batch import read
from screening.models import Application, Person, Post
from screening.services import batch
from tests.people import Cast
from tests.screening import declaring

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HEAD = "given_names,family_name,birth_date,post,reason,since,until,nationality,sex,language\n"
GOOD = "Zoë,Жукова,1990-01-02,CRANE,Crane at quay 5,2026-12-01,,ES,F,es\n"
OTHER = "Ali,بن علي,1988-03-04,CRANE,Crane at quay 6,2026-12-01,,MA,M,fr\n"


def test_rows_when_good_then_entered_together_with_their_links(
    cast: Cast, crane: Post, quayside: Organisation, now: datetime
) -> None:
    rows = read(HEAD + GOOD + OTHER)
    invited = batch.enter(rows, organisation=quayside, **cast.emma.acts(now))
    assert [each.invitation.language for each in invited] == ["es", "fr"]
    assert {person.family_name for person in Person.objects.all()} == {"Жукова", "بن علي"}
    assert Application.objects.filter(state="invited").count() == 2


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        (GOOD, "row", "same person and post as row 2"),
        (GOOD.replace("CRANE", "NONE"), "post", "code of no post"),
        (OTHER.replace("2026-12-01,,", "2026-12-01,2026-11-30,"), "until", "before the beginning"),
        (OTHER.replace("2026-12-01,,", "2020-12-01,2020-12-02,"), "until", "has passed"),
        (OTHER.replace("1988-03-04", "2999-03-04"), "birth_date", "future"),
    ],
    ids=["twice", "unknown post", "ends before it begins", "has passed", "born in the future"],
)
def test_row_when_bad_then_named_and_nothing_is_entered(
    cast: Cast, crane: Post, quayside: Organisation, now: datetime, line: str, field: str, problem: str
) -> None:
    rows = read(HEAD + GOOD + line)
    looked = batch.look(rows, scope=cast.alice.scope, at=now)
    assert [row.number for row in looked.good] == [2]
    assert problem in looked.bad[0].problems[field]
    with pytest.raises(InvalidInput, match="Row 3"):
        batch.enter(rows, organisation=quayside, **cast.alice.acts(now))
    assert not Application.objects.exists()


def test_row_when_the_person_has_an_open_case_then_named(
    cast: Cast, crane: Post, erin: Person, quayside: Organisation, now: datetime
) -> None:
    declaring.declare(erin, crane, cast.alice, at=now)
    line = f"Erin,Domínguez,{declaring.BIRTH},CRANE,Again,2026-12-01,,,,\n"
    looked = batch.look(read(HEAD + line), scope=cast.alice.scope, at=now)
    assert "open case" in looked.bad[0].problems["row"]


def test_rows_when_of_another_employer_then_refused(
    cast: Cast, crane: Post, quayside: Organisation, now: datetime
) -> None:
    with pytest.raises(Refused):
        batch.enter(read(HEAD + GOOD), organisation=None, **cast.emma.acts(now))
    assert not Person.objects.exists()
