"""Areas, gates, badges; need-to-know on logistics data; the access log and what is unusual in it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        # Registered once models are loaded.
        from access import (  # noqa: F401
            area_kinds,
            audit_kinds,
            badge_kinds,
            belongings,
            casework_kinds,
            gate_kinds,
            job_kinds,
            ledger_kinds,
            measurement_kinds,
            need_to_know_kinds,
            provisioning_kinds,
            receivers,
            release_kinds,
            trace_kinds,
            visit_kinds,
        )
