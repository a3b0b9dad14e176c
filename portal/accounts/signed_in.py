"""Who is signed in: the account of a session, its roles and for whom it acts with it, in one statement."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef


class SignedIn(AuthenticationBackend):
    """allauth's way in, by password or code; each request then asks `get_user` who it is."""

    def get_user(self, user_id):
        user = accounts().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


@cache
def accounts():
    """What every request asks, put together once. Delegates and reviewers live on floors above, so they are asked for by name."""
    present = apps.get_model("members.Delegate").objects.outside().current().filter(user=OuterRef("pk"))
    codes, desks = present.values("member__code"), present.filter(capacity__in=("focal_point", "deputy"))
    seats = apps.get_model("reviewing.Reviewer").objects.serving().filter(user=OuterRef("pk"))
    return (
        get_user_model()
        .objects.with_roles()
        .annotate(acts_for=ArraySubquery(codes), has_desk=Exists(desks), in_committee=Exists(seats))
    )
