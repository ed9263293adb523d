"""Addresses of the pages that look across the apps."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portsec.pages import health, job, notice, overview, search

# Swagger UI sets styles and markup from script. Its page shows the schema alone, nothing that anyone entered.
api_docs = csp_replace(
    {
        "style-src": ["'self'", "'unsafe-inline'"],
        "require-trusted-types-for": None,
        "trusted-types": None,
    }
)(SpectacularSwaggerSplitView.as_view(url_name="schema"))

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("search/", search.search, name="search"),
    path("notices/", notice.notices, name="notice-list"),
    path("jobs/<uuid:job_id>/", job.job_detail, name="job-detail"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", api_docs, name="api-docs"),
]
