"""People who sign in, the roles they hold, and how staff are invited."""

from .invitation import Invitation
from .role_grant import RoleGrant
from .user import User

__all__ = ["Invitation", "RoleGrant", "User"]
