from accounts.models.organisation import Organisation
from accounts.models.permission import AccountPermission, GroupPermission
from accounts.models.port import Facility, Port
from accounts.models.role import RoleAssignment
from accounts.models.saved_view import SavedView
from accounts.models.user import User

__all__ = [
    "AccountPermission",
    "Facility",
    "GroupPermission",
    "Organisation",
    "Port",
    "RoleAssignment",
    "SavedView",
    "User",
]
