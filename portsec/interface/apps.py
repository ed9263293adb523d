"""The interface as a Django app, so that its templates, tags and static files are found."""

from __future__ import annotations

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "portsec.interface"
    label = "interface"
    verbose_name = "Interface"
