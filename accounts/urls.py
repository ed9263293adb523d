"""Addresses of one's own profile and of the accounts desk."""

from __future__ import annotations

from django.urls import path

from accounts.views import account, profile, saved_view
from accounts.views.closed import closed

# Stand before allauth's own addresses of the same names, which its pages still look up.
CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/<str:key>/",
    "password/reset/",
    "password/reset/done/",
)

urlpatterns = [
    *(path(f"accounts/{address}", closed) for address in CLOSED),
    path("me/", profile.profile, name="profile"),
    path("me/theme/", profile.set_theme, name="theme"),
    path("me/keys/", profile.set_keys, name="keys"),
    path("me/views/new/", saved_view.saved_view_new, name="saved-view-new"),
    path("me/views/<int:number>/forget/", saved_view.saved_view_forget, name="saved-view-forget"),
    path("people-and-roles/", account.AccountList.as_view(), name="account-list"),
    path("people-and-roles/new/", account.AccountNew.as_view(), name="account-new"),
    path("people-and-roles/<str:username>/", account.account_detail, name="account-detail"),
    path("people-and-roles/<str:username>/give/", account.give_role, name="role-give"),
    path("people-and-roles/<str:username>/end/<int:number>/", account.end_role, name="role-end"),
    path("people-and-roles/<str:username>/let-in/", account.let_in, name="account-let-in"),
    path("people-and-roles/<str:username>/active/", account.set_active, name="account-active"),
]
