"""Who is signed in: the account of a session, its roles, for whom it acts and its second factors with it, in one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from portal.lifecycle.prepared import Prepared


class SignedIn(AuthenticationBackend):
    """allauth's way in, by password or code; each request then asks `get_user` who it is."""

    def get_user(self, user_id):
        user = account.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None


def accounts(pk):
    """What every request asks. Delegates and reviewers live on floors above, so they are asked for by name."""
    present = apps.get_model("members.Delegate").objects.outside().current().filter(user=OuterRef("pk"))
    codes, desks = present.values("member__code"), present.filter(capacity__in=("focal_point", "deputy"))
    seats = apps.get_model("reviewing.Reviewer").objects.serving().filter(user=OuterRef("pk"))
    factors = Authenticator.objects.filter(user=OuterRef("pk")).values("pk")
    return (
        get_user_model()
        .objects.filter(pk=pk)
        .with_roles()
        .annotate(
            acts_for=ArraySubquery(codes),
            has_desk=Exists(desks),
            in_committee=Exists(seats),
            factors=ArraySubquery(factors),
        )
    )


account = Prepared(accounts, pk=int)
