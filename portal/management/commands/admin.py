"""`manage.py admin EMAIL`: the first head of secretariat."""

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import override

from portal.accounts.forms.worded import plain_address
from portal.accounts.models import Invitation, RoleGrant
from portal.accounts.roles import Role
from portal.lifecycle.models import Refused


class Command(BaseCommand):
    help = "Invites the first head of secretariat and prints the link, which works once, within seven days."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also when there is a head who can sign in: all of them lost their way in",
        )
        parser.add_argument("--language", choices=["en", "fr"], default="en")

    def handle(self, *args, email, again, language, **options):
        try:
            validate_email(email)
            plain_address(email)
        except Exception:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        if RoleGrant.objects.heads().exists() and not again:
            raise CommandError(
                "There is a head of secretariat already: they invite others in the admin. If none can sign in, add --again."
            )
        try:
            with override(language):
                invitation = Invitation.send(email, Role.HEAD, by=None, language=language)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{email} is invited to be head of secretariat. The link is in the mail, and here:\n\n  {invitation.link}\n"
        )
