"""guardian's own test settings on our server, with its two permission tables replaced by ours."""

from guardian.testapp.testsettings import *  # noqa: F403
from guardian.testapp.testsettings import DATABASES
from guardian.testapp.testsettings import INSTALLED_APPS as THEIRS

INSTALLED_APPS = [*THEIRS, "tests.guardian_suite.apps.HeldConfig"]
GUARDIAN_USER_OBJ_PERMS_MODEL = "held.AccountPermission"
GUARDIAN_GROUP_OBJ_PERMS_MODEL = "held.GroupPermission"
# Made without migrations: ours has none here, and its tables refer to those of others.
DATABASES["default"]["TEST"] = {"NAME": "guardian_suite", "MIGRATE": False}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nothing is kept, and it is quick
