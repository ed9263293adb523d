"""Suitability of people: applications, checks, watchlists, decisions, clearances."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        # Registered once models are loaded.
        from screening import (  # noqa: F401
            data_subject_kinds,
            decision_kinds,
            hit_kinds,
            job_kinds,
            ledger_kinds,
            people_jobs,
            people_kinds,
            receivers,
        )
