"""What reviewers read of each other: nothing before their own review is in, and nothing by whoever has a conflict."""

from django.utils.translation import gettext as _


class Sharing:
    """Trait of Assignment."""

    @property
    def is_in(self) -> bool:
        """Whether the reviewer's own review is in and counts."""
        return self.status == self.Status.DONE

    def others(self):
        """The reviews of the same nomination by others, if this reviewer may read them: in the order of their aliases."""
        from .review import Review

        if not self.is_in or not self.reviewer.call.reviews_shared:
            return Review.objects.none()
        reviews = Review.objects.counted().filter(assignment__nomination=self.nomination_id).exclude(assignment=self)
        return reviews.select_related("assignment__reviewer__user").order_by("assignment__reviewer__order")


def known_as(reviewer, call) -> str:
    """How somebody of the committee is called to its others: by name where the call says so, else by what they are."""
    if call.reviewers_named:
        return str(reviewer)
    return _("The chair") if reviewer.chairs else reviewer.alias
