"""Addresses of screening's REST doors, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from screening.api import checks, policy, views

urlpatterns = [
    path("applications/", views.ApplicationsView.as_view(), name="api-application-list"),
    path("applications/<slug:ref>/", views.ApplicationView.as_view(), name="api-application-detail"),
    path("applications/<slug:ref>/checks/", checks.ChecksView.as_view(), name="api-check-list"),
    path(
        "applications/<slug:ref>/checks/identity/answer/",
        checks.IdentityAnswerView.as_view(),
        name="api-answer-identity",
    ),
    path(
        "applications/<slug:ref>/checks/<slug:check>/record/",
        checks.RecordAnswerView.as_view(),
        name="api-answer-record",
    ),
    path(
        "applications/<slug:ref>/checks/<slug:check>/result/",
        checks.PlainAnswerView.as_view(),
        name="api-answer-plain",
    ),
    path(
        "applications/<slug:ref>/checks/<slug:check>/advice/",
        checks.AdviceView.as_view(),
        name="api-answer-advice",
    ),
    path(
        "applications/<slug:ref>/checks/<slug:check>/unobtainable/",
        checks.UnobtainableView.as_view(),
        name="api-check-unobtainable",
    ),
    path(
        "applications/<slug:ref>/checks/<slug:check>/steps/<slug:step>/",
        checks.CheckStepView.as_view(),
        name="api-check-step",
    ),
    path("requests/", checks.RequestsView.as_view(), name="api-request-list"),
    path("people/", views.PeopleView.as_view(), name="api-person-list"),
    path("policies/", policy.PoliciesView.as_view(), name="api-policy-list"),
    path("policies/<slug:code>/<int:version>/", policy.PolicyView.as_view(), name="api-policy-detail"),
    path("watchlists/", views.WatchlistsView.as_view(), name="api-watchlist-list"),
]
