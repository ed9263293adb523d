"""Posts: what people are checked for. The level follows from what a post may reach, and is explained."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views import View

from accounts.desk_list import DeskList
from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.interface.form_errors import add_errors
from portsec.interface.listpage import Action, Column, CsvColumn, Empty, SavedView
from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput
from portsec.kernel.scope import Scope
from screening.enums import ClearanceLevel
from screening.forms.post import PostFilters, PostForm
from screening.models import Post
from screening.selectors.post import access_own_post, access_registered_post, post_register, touched_by
from screening.selectors.timeline import display_names
from screening.services import post as posts
from screening.suitability.level import LevelAppraisal

READERS = (Capability.VIEW_CASES, Capability.MANAGE_POLICIES)
PREVIEW, SAVE = "preview", "save"
NEWEST = 20  # entries of a post's history on its page


class PostList(DeskList):
    """Every post in reach with the level that follows for it."""

    capability = READERS
    title = "Posts"
    subtitle = "The work that people are checked for. What a post may reach decides how deep the checks go."
    columns = (
        Column("post", "Post"),
        Column("organisation", "Organisation"),
        Column("reach", "May reach"),
        Column("level", "Level"),
        Column("cases", "Open cases", numeric=True),
    )
    filters = PostFilters
    views = (SavedView("all", "All"), SavedView("unreasoned", "Without a reason", {"unreasoned": "on"}))
    ordering = ("name", "pk")
    pager_labels = ("Earlier", "Later")
    row_template = "screening/post_row.html"
    export_name = "posts"
    csv_columns = (
        CsvColumn("code", "code"),
        CsvColumn("name", "name"),
        CsvColumn("port", "port.locode"),
        CsvColumn("organisation", "organisation.name"),
        CsvColumn("risk", "risk"),
        CsvColumn("areas", lambda row: " ".join(row.areas)),
        CsvColumn("field_classes", lambda row: " ".join(row.field_classes)),
        CsvColumn("aspects", lambda row: " ".join(row.aspects)),
        CsvColumn("level", "level"),
        CsvColumn("reason", "reason"),
    )
    empty = Empty(
        "briefcase",
        "No posts here",
        "Clear the filters. A policy officer defines posts; the port's own data brings them too.",
        "Overview",
        reverse_lazy("overview"),
    )

    def queryset(self, scope: Scope, filters: dict[str, Any]) -> Any:
        found = post_register(
            scope=scope,
            text=filters["text"],
            level=filters["level"],
            without_reason=posts.NO_REASON if filters["unreasoned"] else "",
        )
        return self.exported(found)

    def actions(self, request: HttpRequest) -> list[Action]:
        if not request.scope.holds(Capability.MANAGE_POLICIES.value):
            return []
        return [Action("New post", reverse("post-new"), icon="plus", variant="primary")]

    def row_name(self, row: Post) -> str:
        return row.code

    def extra_context(self, request: HttpRequest, queryset: Any) -> dict[str, Any]:
        return super().extra_context(request, queryset) | {"no_reason": posts.NO_REASON}


class PostDetail(Requires, View):
    """One post: its reason, its level with the rows that ask for it, its checks, its history."""

    capability = READERS

    def get(self, request: HttpRequest, locode: str, number: int) -> HttpResponse:
        post = access_registered_post(locode, number, scope=request.scope)
        at = clock.now()
        entries = list(entries_about([post.reference])[:NEWEST])
        context = {
            "post": post,
            "asked": posts.level_of(post, at=at),
            "touched": touched_by(post, at=at),
            "has_reason": post.reason not in {"", posts.NO_REASON},
            "is_officer": request.scope.holds(Capability.MANAGE_POLICIES.value, post.port_id),
            "entries": entries,
            "names": display_names(entry.actor for entry in entries),
        }
        return render(request, "screening/post_detail.html", context)


class PostNew(Requires, View):
    """Define a post; "Show level" says what would follow before anything is kept."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        details, port = form.details(), form.cleaned_data["port"]
        if request.POST.get("step") == PREVIEW:
            return self._page(form, posts.level_asked(port, details.facts(), at=clock.now()))
        try:
            post = posts.enter(
                port,
                form.cleaned_data["code"],
                details,
                actor=request.user,
                scope=request.scope,
                at=clock.now(),
            )
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(form)
        messages.success(request, f"{post.name} defined; people in it are checked at the level {post.level}.")
        return redirect("post-detail", post.port.locode, post.pk)

    def _form(self, data: Any = None) -> PostForm:
        own = self.request.scope.ports(Capability.MANAGE_POLICIES.value)
        return PostForm(data, ports=Port.objects.filter(pk__in=own))

    def _page(self, form: PostForm, asked: LevelAppraisal | None = None) -> HttpResponse:
        return render(self.request, "screening/post_form.html", {"form": form, "asked": asked})


class PostChange(Requires, View):
    """Change a post. Where its level would change, that is shown with whom it touches before it is kept."""

    capability = Capability.MANAGE_POLICIES

    def get(self, request: HttpRequest, locode: str, number: int) -> HttpResponse:
        post = self._post(locode, number)
        return self._page(post, PostForm(ports=Port.objects.none(), post=post))

    def post(self, request: HttpRequest, locode: str, number: int) -> HttpResponse:
        post = self._post(locode, number)
        form = PostForm(request.POST, ports=Port.objects.none(), post=post)
        if not form.is_valid():
            return self._page(post, form)
        details = form.details()
        asked = posts.level_asked(post.port, details.facts(), at=clock.now())
        was_shown = request.POST.get("shown") == asked.level.value
        if request.POST.get("step") == PREVIEW or (asked.level is not post.level_word and not was_shown):
            return self._page(post, form, asked)
        try:
            posts.change(post, details, actor=request.user, scope=request.scope, at=clock.now())
        except InvalidInput as error:
            add_errors(error, form)
            return self._page(post, form, asked)
        messages.success(request, f"{details.name} changed.")
        return redirect("post-detail", locode, number)

    def _post(self, locode: str, number: int) -> Post:
        return access_own_post(locode, number, scope=self.request.scope)

    def _page(self, post: Post, form: PostForm, asked: LevelAppraisal | None = None) -> HttpResponse:
        context = {"post": post, "form": form, "asked": asked}
        if asked is not None and asked.level is not post.level_word:
            touched = touched_by(post, at=clock.now())
            context |= {
                "touched": touched,
                "falls": asked.level.rank < post.level_word.rank,
                "below": touched.below(ClearanceLevel(asked.level)),
            }
        return render(self.request, "screening/post_form.html", context)
