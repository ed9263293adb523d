"""Suitability of people: applications, checks, watchlists, decisions, clearances."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        from screening import job_kinds, ledger_kinds  # noqa: F401  registered once models are loaded
