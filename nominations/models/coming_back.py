"""Coming back: the mail that leads its author to a draft again, from any device."""

from portal.lifecycle import clock

from ..notices import nominations as notices

AN_HOUR = 3  # mails at most, one in each third of an hour


class ComingBack:
    """Trait of Nomination."""

    def send_link(self, *, by, at=None):
        """Mail the person a link to this nomination; within twenty minutes a second wish sends no second mail."""
        at = at or clock.now()
        notices.link_wanted(self, slot=f"{at:%Y%m%d%H}-{at.minute * AN_HOUR // 60}")
