"""An app of the tests with our bases of permissions made concrete for guardian's own user model."""

from django.apps import AppConfig


class HeldConfig(AppConfig):
    name = "tests.guardian_suite"
    label = "held"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Where guardian's tests name its stock tables, they mean ours."""
        import guardian.models

        from tests.guardian_suite.models import AccountPermission, GroupPermission

        guardian.models.UserObjectPermission = AccountPermission
        guardian.models.GroupObjectPermission = GroupPermission
