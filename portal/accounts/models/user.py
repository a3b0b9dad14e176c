"""User: somebody who signs in, known by an e-mail address."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import OuterRef
from django.db.models.functions import Lower, Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..backends import RoleBackend
from ..roles import GOVERNS, READS, STAFF, WORKS
from .keeping import Keeping


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for whoever reads files; oneself for everybody else."""
        if user.is_authenticated and user.may_read_files:
            return self
        return self.filter(pk=user.pk) if user.is_authenticated else self.none()

    def with_roles(self):
        """Brings along the roles held today."""
        from .role_grant import RoleGrant

        held = RoleGrant.objects.current().filter(user=OuterRef("pk")).values("role")
        return self.annotate(roles_held=ArraySubquery(held))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A new account; the address is stored in lower case."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(Keeping, AbstractBaseUser):
    """E-mail as log-in (django-allauth keeps the other addresses), language, time zone."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("signed up"), db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.name or self.email

    @classmethod
    def behind(cls, email, **fields) -> "User":
        """The account of an address that was just proven to be somebody's: the one that is there, or a new one."""
        email = email.lower()
        with transaction.atomic():
            user = cls.awaiting(email, **fields)
            address = EmailAddress.objects.get(user=user, email=email)
            if not address.verified:
                address.verified = True
                address.save(update_fields=["verified"])
        return user

    @classmethod
    def awaiting(cls, email, **fields) -> "User":
        """The account of an address that nobody has to prove yet: it waits for whoever does, and opens to nobody else.

        Of one that nobody ever confirmed, anybody may have chosen the name: it begins anew.
        """
        email = email.lower()
        with transaction.atomic():
            address = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
            if address:
                return address.user
            unconfirmed = cls.objects.filter(email=email).exclude(emailaddress__verified=True)
            unconfirmed.update(**{"name": "", "time_zone": ""} | fields)
            user = cls.objects.filter(email=email).first() or cls.objects.create_user(email, **fields)
            main = not EmailAddress.objects.filter(user=user, primary=True).exclude(email=email).exists()
            EmailAddress.objects.update_or_create(user=user, email=email, defaults={"primary": main})
        return user

    def get_full_name(self):
        return str(self)

    @property
    def zone(self) -> ZoneInfo:
        """The person's own time zone, UTC until they name one."""
        try:
            return ZoneInfo(self.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def verified_addresses(self):
        """Every address that this person has proven to be theirs, in lower case: a queryset of texts."""
        return EmailAddress.objects.filter(user=self, verified=True).values_list(Lower("email"), flat=True)

    # --- roles: rules ask these, never is_superuser

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today: as they were read with the account, else by one query; kept for the request."""
        if not self.is_active:
            return frozenset()
        held = vars(self).pop("roles_held", None)
        return frozenset(self.role_grants.current().values_list("role", flat=True) if held is None else held)

    def forget_roles(self):
        """The roles changed: read them again when asked."""
        for name in ("roles", "roles_held"):
            vars(self).pop(name, None)

    def wait_for_second_factor(self):
        """For this request the person holds no role: the session has not passed the second step."""
        self.waiting_roles, self.roles = self.roles, frozenset()

    waiting_roles: frozenset[str] = frozenset()
    acts_for: list[str] = []  # codes of Members, as they were read with the account of a session
    has_desk = False  # whether it writes for one of them, read in the same way
    in_committee = False  # whether it has a seat in the committee of a call, as well

    @property
    def is_secretariat(self) -> bool:
        """May screen, correspond and prepare."""
        return bool(self.roles & WORKS)

    @property
    def may_read_files(self) -> bool:
        """May read what staff may read."""
        return bool(self.roles & READS)

    @property
    def governs(self) -> bool:
        """May invite staff and give roles."""
        return bool(self.roles & GOVERNS)

    @property
    def is_staff(self) -> bool:
        """Django's word for: the admin's door may open."""
        return bool(self.roles & STAFF)

    is_superuser = False

    def has_perm(self, perm, obj=None) -> bool:
        """Django's question, answered by the table of roles."""
        return self.is_active and RoleBackend().has_perm(self, perm, obj)

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app) -> bool:
        return self.is_active and RoleBackend().has_module_perms(self, app)

    @property
    def capacity(self) -> str:
        """The capacity in which an act is recorded: the highest role held, or nothing."""
        return next((role for role in ("head", "officer", "auditor") if role in self.roles), "")
