"""Addresses of screening's pages."""

from __future__ import annotations

from django.urls import path

from screening.views import (
    application,
    approval,
    case,
    check,
    clearance,
    decision,
    hit,
    outcome,
    person,
    queue,
    watchlist,
)

urlpatterns = [
    path("cases/", queue.CaseList.as_view(), name="case-list"),
    path("cases/new/", application.NewCase.as_view(), name="case-new"),
    path("cases/assign/", case.assign, name="case-assign"),
    path("cases/<slug:ref>/", case.CaseDetail.as_view(), name="case-detail"),
    path("cases/<slug:ref>/take/", case.take, name="case-take"),
    path("cases/<slug:ref>/notes/", case.note, name="case-note"),
    path("cases/<slug:ref>/withdraw/", case.Withdraw.as_view(), name="case-withdraw"),
    path("cases/<slug:ref>/assess/", case.assess, name="case-assess"),
    path("cases/<slug:ref>/decide/", decision.Decide.as_view(), name="case-decide"),
    path("cases/<slug:ref>/checks/<slug:kind>/", check.CheckDetail.as_view(), name="check-detail"),
    path("cases/<slug:ref>/hits/<int:number>/", hit.HitDetail.as_view(), name="hit-detail"),
    path("approvals/", approval.ApprovalList.as_view(), name="approval-list"),
    path("approvals/<slug:ref>/", approval.ApprovalDetail.as_view(), name="approval-detail"),
    path("people/", person.PersonList.as_view(), name="person-list"),
    path("people/<slug:ref>/", person.PersonDetail.as_view(), name="person-detail"),
    path(
        "people/<slug:ref>/clearance/<slug:step>/",
        clearance.ChangeClearance.as_view(),
        name="clearance-change",
    ),
    path("outcomes/", outcome.OutcomeList.as_view(), name="outcome-list"),
    path("watchlists/", watchlist.WatchlistList.as_view(), name="watchlist-list"),
]
