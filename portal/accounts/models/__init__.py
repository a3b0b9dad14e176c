"""People who sign in, and the roles they hold."""

from .role_grant import RoleGrant
from .user import User

__all__ = ["RoleGrant", "User"]
