"""The list page over a real table: views, filters, paging, CSV."""

from __future__ import annotations

import copy
import csv
import hashlib
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from portsec.kernel.errors import Refused
from portsec.kernel.scope import Scope
from tests.portsec.interface.urls import EXPORTS, GroupList

pytestmark = pytest.mark.db

NAMES = ["alpha", "beta", "gamma", "zeta", "zulu", "delta", "=1+1", "omega"]
IN_ORDER = ["omega", "gamma", "delta", "beta", "alpha", "=1+1", "zeta", "zulu"]


@pytest.fixture(autouse=True)
def groups(db: None, settings: Any) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0].get("DIRS", []), Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    Group.objects.bulk_create(Group(name=name) for name in NAMES)
    EXPORTS.clear()


def ask(address: str = "", scope: Scope | None = None, **context: Any) -> Any:
    request: HttpRequest = RequestFactory().get(f"/groups/{address}")
    request.scope = scope or Scope.system(reason="test")  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    return GroupList.as_view()(request)


def names(response: Any) -> list[str]:
    return re.findall(r'row-link" href="/groups/\d+/">([^<]+)<', response.content.decode())


def link(response: Any, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', response.content.decode())
    return found.group(1).replace("&amp;", "&") if found else ""


def body(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_paging_over_the_table_visits_each_row_once_with_empty_values_last() -> None:
    first = ask("?view=all")
    seen, last = names(first), first
    while link(last, "next"):
        last = ask(link(last, "next"))
        seen += names(last)
    assert seen == IN_ORDER
    assert names(ask(link(last, "prev"))) == IN_ORDER[3:6]


def test_page_when_the_address_says_nothing_opens_the_first_view() -> None:
    page = ask()
    assert names(page) == ["omega", "gamma", "delta"]
    assert re.search(r'href="\?view=a" aria-current="page">With an a <span class="tab-count">6<', body(page))
    assert 'value="a"' in body(page)


def test_page_when_filters_equal_a_view_marks_its_tab() -> None:
    assert re.search(r'href="\?view=a" aria-current="page"', body(ask("?q=a&least=")))


def test_page_with_typed_filters_keeps_them_in_the_page_links() -> None:
    assert "q=a" in link(ask("?q=a"), "next")


def test_wrong_filter_value_shows_its_error_and_no_rows() -> None:
    page = ask("?least=many")
    assert "These filters cannot be used" in body(page)
    assert "At least: Enter a whole number." in body(page)
    assert names(page) == []
    assert page.status_code == 200


def test_broken_cursor_leads_to_the_first_page_with_a_message() -> None:
    page = ask("?view=all&after=broken")
    assert names(page) == IN_ORDER[:3]
    assert "not valid any more" in body(page)


def test_cursor_whose_rows_are_gone_leads_to_the_first_page() -> None:
    link_on = link(ask("?view=all"), "next")
    Group.objects.exclude(name__in=IN_ORDER[:2]).delete()
    assert names(ask(link_on)) == IN_ORDER[:2]


def test_empty_list_says_what_to_do() -> None:
    Group.objects.all().delete()
    assert all(text in body(ask()) for text in ("No groups", "Make one first.", 'href="/new/"'))


def test_rows_have_a_tick_box_a_tone_and_bulk_actions() -> None:
    page = body(ask("?least=&q=z"))
    assert page.count('name="selected"') == 2
    assert '<tr class="tone-bad">' in page
    assert 'formaction="/remove/"' in page


def test_saved_views_stand_beside_the_tabs_and_mark_themselves() -> None:
    assert '<a class="tab" href="/groups/?q=mine" aria-current="page">Mine</a>' in body(ask("?q=mine"))


def test_csv_holds_exactly_what_is_filtered_and_is_recorded() -> None:
    response = ask("?view=a&format=csv")
    content = b"".join(response.streaming_content)
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["name", "omega", "gamma", "delta", "beta", "alpha", "zeta"]
    assert [(6, hashlib.sha256(content).hexdigest())] == EXPORTS
    assert response["Content-Disposition"] == 'attachment; filename="groups.csv"'


def test_csv_quotes_a_name_that_would_run() -> None:
    content = b"".join(ask("?q==1&format=csv").streaming_content)
    assert b"'=1+1," in content


def test_csv_when_not_allowed_is_refused_and_offers_no_button() -> None:
    with pytest.raises(Refused):
        ask("?q=secret&format=csv")
    assert "Export CSV" not in body(ask("?q=secret"))


def test_csv_with_a_wrong_filter_shows_the_page() -> None:
    assert "These filters cannot be used" in body(ask("?least=many&format=csv"))


def test_unknown_view_shows_everything() -> None:
    assert names(ask("?view=nosuch")) == IN_ORDER[:3]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_the_rows(count: int, django_assert_num_queries: Any) -> None:
    Group.objects.exclude(name__in=NAMES[:count]).delete()
    with django_assert_num_queries(5):  # the rows, their number, and one number for each of three views
        ask("?view=all")
