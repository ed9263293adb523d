"""Addresses of letters, the rights desk, secret grounds, retention and erasure."""

from __future__ import annotations

from django.urls import path

from screening.views import letter, retention, rights, secret_ground

urlpatterns = [
    path("letters/<slug:number>/", letter.LetterDetail.as_view(), name="letter-detail"),
    path("letters/<slug:number>.pdf", letter.letter_pdf, name="letter-pdf"),
    path("cases/<slug:ref>/secret-grounds/", secret_ground.SecretGrounds.as_view(), name="secret-grounds"),
    path(
        "cases/<slug:ref>/secret-grounds/<int:number>/retract/",
        secret_ground.retract,
        name="secret-ground-retract",
    ),
    path("rights/", rights.RightsList.as_view(), name="rights-list"),
    path("rights/<slug:ref>/", rights.RightsDetail.as_view(), name="rights-detail"),
    path("rights/<slug:ref>/file.<slug:form>", rights.hand_over, name="rights-file"),
    path("rights/<slug:ref>/<slug:step>/", rights.step, name="rights-step"),
    path("people/<slug:ref>/rights/new/", rights.NewRequest.as_view(), name="rights-new"),
    path("retention/", retention.RetentionOverview.as_view(), name="retention"),
    path("retention/<slug:ref>/", retention.ErasureDetail.as_view(), name="erasure-detail"),
    path("retention/<slug:ref>.pdf", retention.erasure_pdf, name="erasure-pdf"),
    path("cases/<slug:ref>/hold/new/", retention.NewHold.as_view(), name="hold-new"),
    path("cases/<slug:ref>/hold/", retention.HoldDetail.as_view(), name="hold-detail"),
    path("cases/<slug:ref>/erase/", retention.NewErasure.as_view(), name="erasure-new"),
    path("cases/<slug:ref>/erase/answer/", retention.OrderDetail.as_view(), name="erasure-order"),
]
