"""PreparedLetter: a letter word for word, written when the list is fixed; publishing only puts it into the outbox."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from members.models import Delegate, Member
from members.models.delegate import Capacity
from portal.lifecycle.barred import barred, names_barred
from portal.lifecycle.ids import random_id
from portal.lifecycle.models import Event
from portal.lifecycle.pulse import Lost
from portal.notifications.outbox import post_ready, written

from ...models import Endorsement
from ..links import is_ours, links_in, links_in_html

ALIKE = ("occasion", "key", "language", "subject", "text", "html", "once", "about_kind_id", "about_id", "expires_at")
WORDS = ("to", *ALIKE)
A_STEP = 100  # letters between two words on how far it is


class PreparedLetterQuerySet(models.QuerySet):
    def post(self, at):
        """Into the outbox, to the address that each account has now, in one statement; where one lies there, it stays."""
        own = "decision__nomination__person__user"  # that which the person has now: two rows may have been united
        reader = {"to": Coalesce(f"{own}__email", "recipient__email"), "recipient_id": Coalesce(own, "recipient")}
        post_ready(self.wanted(at), {name: F(name) for name in ALIKE} | reader, at)

    def wanted(self, at):
        """Those whose reader is still there: the person has an open account; who acts for a Member does so still."""
        acting = Delegate.objects.acting(at).filter(capacity=Capacity.FOCAL_POINT)
        acts = Exists(acting.filter(user=OuterRef("recipient"), member=OuterRef("member")))
        own = Q(decision__nomination__person__user__is_active=True)
        return self.filter(own | Q(acts, decision=None, recipient__is_active=True))

    def told(self, typed):
        """Those about a reference or a name, or to an address, that begins or reads so."""
        words = " ".join(typed.lower().split())
        about = Q(decision__nomination__reference__istartswith=words)
        named = Q(decision__nomination__search_name__contains=words) | Q(to__istartswith=words)
        return self.filter(about | named)

    def visible_to(self, user):
        """For whoever reads files: none about, or naming, what a conflict bars them from."""
        if not user.is_authenticated or not user.may_read_files:
            return self.none()
        rows = self.exclude(decision__nomination__in=barred(user))
        return rows.exclude(names_barred(user, "subject", "text"))


class PreparedLetter(models.Model):
    """The columns are those of Message. decision: None in a summary to the focal point of `member`. links: in its words.

    Its key is no number that counts: a gap would tell of a letter that a reader does not see.
    """

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    publication = models.ForeignKey("deciding.Publication", models.CASCADE, related_name="letters")
    decision = models.ForeignKey("deciding.Decision", models.CASCADE, null=True, related_name="+")
    occasion = models.CharField(_("occasion"), max_length=80)
    key = models.CharField(max_length=200)
    to = models.EmailField(_("to"))
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField("HTML")
    once = models.BooleanField(default=True)
    about_kind = models.ForeignKey("contenttypes.ContentType", models.PROTECT, related_name="+")
    about_id = models.CharField(max_length=36)
    expires_at = models.DateTimeField(_("expires"), null=True)
    links = ArrayField(models.TextField(), default=list, editable=False)

    objects = PreparedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared letter")
        verbose_name_plural = _("prepared letters")
        constraints = [models.UniqueConstraint(fields=["publication", "key"], name="one_prepared_letter_per_key")]

    def __str__(self):
        return self.subject

    @classmethod
    def write_for(cls, publication, say):
        """All letters of a publication, rendered; anew where some were there. Returns the links that are not ours."""
        from ..notices.decisions import letters

        rendered = []
        for number, (about, words) in enumerate(letters(publication)):
            rendered.append(cls.of(publication, written(**words), **about))
            if number % A_STEP == 0:
                say(min(95, 30 + number // 20), "letters")
        with transaction.atomic():
            if not publication.ours().select_for_update().exists():
                raise Lost
            publication.letters.all().delete()
            cls.objects.bulk_create(rendered, batch_size=500)
        return sorted({link for letter in rendered for link in letter.links if not is_ours(link)})

    @classmethod
    def rewrite_for_desks(cls, publication, *, without, at):
        """What focal points read of theirs, as it is now, for those Members to whom something happened since the list was
        fixed: nominations that are left out, a word given or taken back, another focal point. Nothing where all of a Member's
        are gone.
        """
        from ..notices.decisions import to_desks

        if members := set(desks_behind(publication, without, at).values_list("pk", flat=True)):
            publication.letters.filter(decision=None, member__in=members).delete()
            told = to_desks(publication, members, without)
            cls.objects.bulk_create(cls.of(publication, written(**words), **about) for about, words in told)

    @classmethod
    def of(cls, publication, message, **about):
        words = {name: getattr(message, name) for name in WORDS}
        links = sorted(links_in(message.text) | links_in_html(message.html))
        return cls(publication=publication, recipient=message.recipient, links=links, **about, **words)


def desks_behind(publication, without, at):
    """Members whose summary tells of what is no longer so, or who have none and should."""
    mine = Q(nomination__decisions__publication=publication, member=OuterRef("pk"))
    words = Endorsement.objects.filter(mine)
    kind = ContentType.objects.get_for_model(Endorsement)
    told = Event.objects.filter(
        kind=kind, thing_id=Cast(OuterRef("pk"), models.CharField()), at__gte=publication.asked_at
    )
    moved = words.filter(Exists(told) | Q(nomination__in=without))
    have = publication.letters.filter(decision=None, member=OuterRef("member"), recipient=OuterRef("user"))
    focal = Delegate.objects.acting(at).filter(capacity=Capacity.FOCAL_POINT, user__is_active=True)
    new = focal.filter(member=OuterRef("pk")).exclude(Exists(have))
    return Member.objects.filter(Exists(moved) | Exists(words.filter(status="given")) & Exists(new))
