"""Who operates, for whom, where."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import ledger_kinds, receivers  # noqa: F401  registered once models are loaded
