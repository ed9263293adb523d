"""The steps in their order: which page follows which, and what each shows beside its form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from portsec.kernel.errors import InvalidInput
from screening.views.apply.door import Step
from screening.views.apply.errors import say

ABOUT, ADDRESSES, ACTIVITIES = "about", "addresses", "activities"
OFFENCES, INTERESTS, DOCUMENTS, CHECK = "offences", "interests", "documents", "check"
TITLES: Mapping[str, Any] = MappingProxyType(
    {
        ABOUT: gettext_lazy("About you"),
        ADDRESSES: gettext_lazy("Where you lived"),
        ACTIVITIES: gettext_lazy("What you did"),
        OFFENCES: gettext_lazy("Convictions and proceedings"),
        INTERESTS: gettext_lazy("Interests and links"),
        DOCUMENTS: gettext_lazy("Your papers"),
        CHECK: gettext_lazy("Check and hand in"),
    }
)
ORDER = tuple(TITLES)


def rows(lacking: Collection[str]) -> list[dict[str, Any]]:
    """Every step for the list of steps, with whether something is lacking there."""
    return [
        {"name": f"apply-{step}", "title": title, "is_done": step not in lacking, "is_last": step == CHECK}
        for step, title in TITLES.items()
    ]


def after(step: str) -> str:
    """The step that follows."""
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


class FormStep(Step):
    """A step that is one form: show it, keep it, go on."""

    step: str
    template: str

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.keep(form)
            except InvalidInput as error:
                say(error, form)
            else:
                return self.to(f"apply-{after(self.step)}")
        return self.shown(form)

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def keep(self, form: Any) -> None:
        raise NotImplementedError

    def shown(self, form: Any, **context: Any) -> HttpResponse:
        shown = {"form": form, **place(self.step), **context}
        return self.page(self.template, status=400 if form.errors else 200, **shown)


def place(step: str) -> dict[str, Any]:
    """Where in the row of steps a page stands, for the line above its title."""
    return {
        "step": step,
        "title": TITLES[step],
        "number": ORDER.index(step) + 1,
        "total": len(ORDER),
        "next_name": f"apply-{after(step)}",
        "next_title": TITLES[after(step)],
    }
