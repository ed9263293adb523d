"""Loads the Celery app with Django, so that importing the kernel alone loads nothing else."""

from django.apps import AppConfig


class PortsecConfig(AppConfig):
    name = "portsec"
    label = "portsec"

    def ready(self) -> None:
        from portsec import celery  # noqa: F401  the app must exist before the first task is sent
