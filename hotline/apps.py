"""Anonymous reports: what a reporter hands in, who may read it, and what is answered."""

from django.apps import AppConfig, apps


class HotlineConfig(AppConfig):
    name = "hotline"
    verbose_name = "Hotline"

    def ready(self) -> None:
        # The reporter's door runs without ledger and accounts: it records nothing and knows no staff.
        if apps.is_installed("ledger"):
            from hotline import desk_kinds, job_kinds, ledger_kinds  # noqa: F401
