"""Addresses of the hotline's desk. Those of the reporter's door stand in `hotline.public.urls`."""

from __future__ import annotations

from django.urls import path

from hotline.views import campaign, grading, handling, reading, recipient, report

urlpatterns = [
    path("hotline/", report.Inbox.as_view(), name="report-list"),
    path("hotline/key/", recipient.OwnKey.as_view(), name="report-key"),
    path("hotline/key/lock/", recipient.lock_key, name="report-key-lock"),
    path("hotline/key/<int:number>/", recipient.ChangePassphrase.as_view(), name="report-key-change"),
    path("hotline/answers/", campaign.CannedAnswers.as_view(), name="answer-list"),
    path("hotline/answers/<int:number>/drop/", campaign.answer_drop, name="answer-drop"),
    path("hotline/campaigns/", campaign.Campaigns.as_view(), name="campaign-list"),
    path("hotline/campaigns/<slug:code>/<slug:what>.pdf", campaign.campaign_print, name="campaign-print"),
    path("hotline/<str:ref>/", report.ReportDetail.as_view(), name="report-detail"),
    path("hotline/<str:ref>/read/", reading.ReadReport.as_view(), name="report-read"),
    path("hotline/<str:ref>/files/<uuid:number>/", reading.report_file, name="report-file"),
    path("hotline/<str:ref>/originals/<uuid:number>/", handling.Original.as_view(), name="report-original"),
    path("hotline/<str:ref>/reply/", handling.report_reply, name="report-reply"),
    path("hotline/<str:ref>/grade/", grading.report_grade, name="report-grade"),
    path("hotline/<str:ref>/link/", grading.report_link, name="report-link"),
    path("hotline/<str:ref>/unlink/", grading.report_unlink, name="report-unlink"),
    path("hotline/<str:ref>/hand-over/", grading.HandOverReport.as_view(), name="report-hand-over"),
    path("hotline/<str:ref>/keep/<slug:step>/", handling.report_keep, name="report-keep"),
    path("hotline/<str:ref>/erase/", handling.report_erase, name="report-erase"),
    path("hotline/<str:ref>/step/<slug:step>/", handling.report_step, name="report-step"),
]
