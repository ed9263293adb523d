"""Addresses that the OpenID AuthZEN Authorization API 1.0 names."""

from __future__ import annotations

from django.urls import path

from access.api import authzen, authzen_request

urlpatterns = [
    path(".well-known/authzen-configuration", authzen.configuration, name="authzen-configuration"),
    path("access/v1/evaluation", authzen.Evaluation.as_view(), name="authzen-evaluation"),
    path("access/v1/evaluations", authzen.Evaluations.as_view(), name="authzen-evaluations"),
    path("access/v1/requests", authzen_request.AccessRequests.as_view(), name="authzen-requests"),
    path(
        "access/v1/requests/<str:task>", authzen_request.AccessRequestTask.as_view(), name="authzen-request"
    ),
    path("access/v1/search/subject", authzen.SubjectSearch.as_view(), name="authzen-search-subject"),
    path("access/v1/search/resource", authzen.ResourceSearch.as_view(), name="authzen-search-resource"),
    path("access/v1/search/action", authzen.ActionSearch.as_view(), name="authzen-search-action"),
]
