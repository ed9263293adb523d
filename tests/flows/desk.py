"""A person at the desk without a script: opens pages, fills the forms that stand there, sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """One form of a page: where it goes, how, and what it holds before anybody types."""

    action: str
    method: str
    values: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects forms with their fields, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""
        self.is_multiple = False
        self.area = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self._field(tag, given)
        elif self.open is not None and tag == "option" and self.select:
            self.open.choices.setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given:
                self.open.values[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select" and self.open is not None and self.select:
            choices = self.open.choices.get(self.select, [""])
            if not self.is_multiple:
                self.open.values.setdefault(self.select, choices[0])  # as a browser does
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.area:
            self.open.values[self.area] = self.open.values.get(self.area, "") + data
        elif data.strip():
            self.text.append(" ".join(data.split()))

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = given["name"], given.get("type", "text")
        self.open.names.add(name)
        if tag == "select":
            self.select, self.is_multiple = name, "multiple" in given
        elif tag == "textarea":
            self.area = name
        elif kind in {"radio", "checkbox"}:
            self.open.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                self.open.values[name] = given.get("value", "on")
        elif tag == "input" and kind not in {"submit", "file"}:
            self.open.values[name] = given.get("value", "")


@dataclass
class Page:
    """What a person sees: the status, the words, the forms."""

    address: str
    response: HttpResponse
    forms: list[Form]
    words: str

    def form(self, *names: str) -> Form:
        """The first POST form that has all these fields; an error names the forms that are there."""
        for candidate in self.forms:
            if candidate.method == "post" and set(names) <= candidate.names:
                return candidate
        there = [(form.action, sorted(form.names)) for form in self.forms]
        raise AssertionError(f"{self.address} has no form with {names}; it has {there}")


class Desk:
    """One signed-in person's browser."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, address: str, *, status: int = 200) -> Page:
        response = self.client.get(address, follow=True)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return self._page(address, response)

    def send(self, page: Page, form: Form, *, status: int = 200, **typed: Any) -> Page:
        """Fill in and send; follows the redirect as a browser does. Fails when the page finds an error."""
        unknown = set(typed) - form.names
        assert not unknown, f"{page.address}: no field {unknown}; there are {sorted(form.names)}"
        address = form.action or page.address
        response = self.client.post(address, {**form.values, **typed}, follow=True)
        assert response.status_code == status, (
            f"{address}: {response.status_code} {response.content[-800:]!r}"
        )
        refused = re.search(r'class="form-errors".*?</section>', response.content.decode(), re.DOTALL)
        assert refused is None, f"{address}: {re.sub('<[^>]+>', ' ', refused[0])}"
        landed = response.redirect_chain[-1][0] if response.redirect_chain else address
        return self._page(landed, response)

    def _page(self, address: str, response: HttpResponse) -> Page:
        if response.redirect_chain:
            address = response.redirect_chain[-1][0]
        reader = _Forms()
        if "html" in response.get("Content-Type", ""):
            reader.feed(response.content.decode())
        return Page(address, response, reader.forms, " ".join(reader.text))
