"""The five years: addresses, activities, the bar with its holes, and the explanation of a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from portsec.kernel import clock
from portsec.kernel.errors import InvalidInput, NotFound
from screening.enums import DocumentKind, GapReason, Track
from screening.forms.apply import ActivityForm, AddressForm, GapForm
from screening.history.account import Gap
from screening.history.picture import bar
from screening.selectors.declaration import account_of
from screening.services import document, history
from screening.views.apply.door import Step
from screening.views.apply.errors import say
from screening.views.apply.steps import ACTIVITIES, ADDRESSES, place

PREFILLED = ("since", "until")


class HistoryStep(Step):
    """One history: what was told, its holes, and a form for the next or for one row."""

    track: Track
    step: str
    form_class: type[AddressForm] | type[ActivityForm]

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        return self._shown(self.form_class(initial=self._initial(number)), number)

    def post(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        form: Any = self.form_class(request.POST)
        if form.is_valid():
            try:
                self.keep(form.values(), number)
            except InvalidInput as error:
                say(error, form)
            else:
                return self.to(f"apply-{self.step}")
        return self._shown(form, number)

    def keep(self, given: Any, number: int | None) -> None:
        raise NotImplementedError

    def rows(self) -> Any:
        raise NotImplementedError

    def _initial(self, number: int | None) -> dict[str, Any]:
        if number is None:
            days = {name: parse_day(self.request.GET.get(name, "")) for name in PREFILLED}
            return {name: day for name, day in days.items() if day}
        row = self.rows().filter(pk=number).first()
        if row is None:
            raise NotFound("entry")
        return {name: getattr(row, name) for name in self.form_class.base_fields}

    def _shown(self, form: Any, number: int | None) -> HttpResponse:
        account = account_of(self.declaration, today=timezone.localdate(clock.now()))
        lines = account.addresses if self.track is Track.RESIDENCE else account.activities
        told = [(line.period, line.name) for line in lines]
        return self.page(
            "history",
            status=400 if form.errors else 200,
            form=form,
            changed=number,
            track=self.track,
            rows=self.rows(),
            bar=bar(told, account.window, explained=account.explained(self.track)),
            window=account.window,
            gaps=account.gaps(self.track),
            stays=account.long_stays if self.track is Track.RESIDENCE else (),
            overlaps=account.overlapping_jobs if self.track is Track.ACTIVITY else (),
            row_name=f"apply-{self.step}-row",
            **place(self.step),
        )


class Addresses(HistoryStep):
    track, step, form_class = Track.RESIDENCE, ADDRESSES, AddressForm

    def keep(self, given: Any, number: int | None) -> None:
        history.keep_address(self.invitation, given, number=number, at=clock.now())

    def rows(self) -> Any:
        return self.declaration.addresses.all()


class Activities(HistoryStep):
    track, step, form_class = Track.ACTIVITY, ACTIVITIES, ActivityForm

    def keep(self, given: Any, number: int | None) -> None:
        history.keep_activity(self.invitation, given, number=number, at=clock.now())

    def rows(self) -> Any:
        return self.declaration.activities.all()


class ExplainGap(Step):
    """Why nothing is told of some days, with a proof where there is one."""

    def get(self, request: HttpRequest, track: str, since: str) -> HttpResponse:
        gap = self._gap(track, since)
        kept = self.declaration.explanations.filter(track=gap.track.value, since=gap.period.since).first()
        initial = {"reason": kept.reason, "words": kept.words} if kept else {}
        return self._shown(GapForm(initial=initial), gap)

    def post(self, request: HttpRequest, track: str, since: str) -> HttpResponse:
        gap = self._gap(track, since)
        form = GapForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                self._keep(form, gap)
            except InvalidInput as error:
                say(error, form)
            else:
                return self.to(f"apply-{_step_of(gap.track)}")
        return self._shown(form, gap)

    def _keep(self, form: GapForm, gap: Gap) -> None:
        """The words first: they stay when the proof is a file that cannot be taken."""
        given, now = form.cleaned_data, clock.now()
        said: dict[str, Any] = {"reason": GapReason(given["reason"]), "words": given["words"], "at": now}
        history.explain(self.invitation, gap.track, gap.period, **said)
        if given["upload"]:
            proof = document.hand_in(self.invitation, DocumentKind.GAP, given["upload"], at=now)
            history.explain(self.invitation, gap.track, gap.period, proof=proof, **said)

    def _gap(self, track: str, since: str) -> Gap:
        account = account_of(self.declaration, today=timezone.localdate(clock.now()))
        wanted = parse_day(since)
        for each in Track:
            for gap in account.gaps(each) if each == track else ():
                if gap.period.since == wanted:
                    return gap
        raise NotFound("gap")

    def _shown(self, form: GapForm, gap: Gap) -> HttpResponse:
        step = _step_of(gap.track)
        status = 400 if form.errors else 200
        return self.page("gap", form=form, gap=gap, status=status, back=f"apply-{step}", **place(step))


def parse_day(text: str) -> date | None:
    """A day as addresses carry it; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _step_of(track: Track) -> str:
    return ADDRESSES if track is Track.RESIDENCE else ACTIVITIES
