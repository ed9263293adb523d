"""Addresses of screening's REST doors, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from screening.api import views

urlpatterns = [
    path("applications/", views.ApplicationsView.as_view(), name="api-application-list"),
    path("applications/<slug:ref>/", views.ApplicationView.as_view(), name="api-application-detail"),
    path(
        "applications/<slug:ref>/checks/identity/answer/",
        views.IdentityAnswerView.as_view(),
        name="api-answer-identity",
    ),
    path(
        "applications/<slug:ref>/checks/criminal_record/answer/",
        views.RecordAnswerView.as_view(),
        name="api-answer-criminal-record",
    ),
    path("people/", views.PeopleView.as_view(), name="api-person-list"),
    path("watchlists/", views.WatchlistsView.as_view(), name="api-watchlist-list"),
]
