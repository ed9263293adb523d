"""Addresses that the OpenID AuthZEN Authorization API 1.0 names."""

from __future__ import annotations

from django.urls import path

from access.api import authzen

urlpatterns = [
    path(".well-known/authzen-configuration", authzen.configuration, name="authzen-configuration"),
    path("access/v1/evaluation", authzen.Evaluation.as_view(), name="authzen-evaluation"),
]
