"""Every address of the reporter's door. The steps of a report share one: history shows no more than that."""

from __future__ import annotations

from django.urls import path

from hotline.public.views import answer, entry, steps

urlpatterns = [
    path("", entry.front, name="hotline-door"),
    path("healthz", entry.healthz, name="hotline-healthz"),
    path("c/<slug:code>/", entry.card, name="hotline-card"),
    path("report/<slug:language>/", steps.steps, name="hotline-report"),
    path("report/<slug:language>/what/", entry.what, name="hotline-what"),
    path("report/<slug:language>/answer/", answer.answer, name="hotline-answer"),
]

handler400 = "hotline.public.pages.bad_request"
handler404 = "hotline.public.pages.not_found"
handler500 = "hotline.public.pages.server_error"
