"""Every address of the desk. Each app keeps its own; this is the only place where they meet."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("portsec.pages.urls")),
    path("", include("accounts.urls")),
    path("", include("screening.urls")),
    path("", include("screening.data_subject_urls")),
    path("", include("access.urls")),
    path("", include("hotline.urls")),
    path("", include("access.api.authzen_urls")),
    path("api/v1/", include("screening.api.urls")),
    path("api/v1/", include("access.api.urls")),
    path("scim/v2/", include("access.api.scim_urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "portsec.pages.errors.bad_request"
handler403 = "portsec.pages.errors.forbidden"
handler404 = "portsec.pages.errors.not_found"
handler500 = "portsec.pages.errors.server_error"
