"""A year by the clock, in days from the first end of the call: one beat more after each that wrote, three days without a worker, an end that moves twice.

Nobody hears a thing twice, and nobody hears of what they have done.
"""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.utils import timezone

from nominations import endorsement_clock, reminders
from nominations.models import Endorsement, Nomination
from portal.notifications.models import Message
from tests import make
from tests.answers import complete
from tests.endorsements import desk, prepared
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DOWN = 35.5, 38.5  # no worker between these days: no job runs, and no letter leaves
BEATS = (
    endorsement_clock.lapse,
    endorsement_clock.remind_named,
    endorsement_clock.tell_opened,
    endorsement_clock.tell_desks,
    endorsement_clock.tell_not_submitted,
    reminders.remind_drafts,
    reminders.tell_closed,
    reminders.forget_old_drafts,
)


class Year:
    """Acts happen on their day, between the beats; `sent` says on which days each letter left."""

    def __init__(self, call):
        self.call, self.start = call, call.closes_at
        self.acts, self.sent = [], defaultdict(list)

    def on(self, day, act, **facts):
        self.acts.append((day, act, facts))

    def moment(self, day):
        return self.start + day * DAY

    def pass_by(self):
        acts = sorted(self.acts, key=lambda act: act[0])
        for day in days():
            while acts and acts[0][0] <= day:
                on, act, facts = acts.pop(0)
                act(at=self.moment(on), **facts)
            if not DOWN[0] <= day < DOWN[1]:
                if self.beat(day):
                    self.beat(day)  # what was written is not written again
                self.send(day)

    def beat(self, day) -> bool:
        """Whether it wrote a letter."""
        waiting = Message.objects.filter(status="queued")
        before = waiting.count()
        for beat in BEATS:
            beat(self.moment(day))
        return waiting.count() > before

    def send(self, day):
        """As the sender does: it asks of each letter whether it is still true."""
        for letter in Message.objects.filter(status="queued").order_by("written_at"):
            over = letter.expires_at and letter.expires_at <= self.moment(day)
            letter.status = "cancelled" if over or letter.untrue() else "sent"
            letter.sent_at, letter.secret = self.moment(day), None
            letter.save()
            if letter.status == "sent":
                name = letter.to.partition("@")[0]
                self.sent[name, letter.occasion.removeprefix("nominations/")].append(day)

    def told(self, name) -> dict:
        return {occasion: days for (to, occasion), days in self.sent.items() if to == name}


def days():
    """Every twelve hours while something ends, else every fifth day."""
    day = -120.0
    while day < 245:
        yield day
        day += 0.5 if -10 <= day < 46 else 5


@kept
def year(jonas, groups):
    end = (timezone.now() + 150 * DAY).replace(hour=12, minute=0, second=0, microsecond=0)
    later = {"agree_until": end + 10 * DAY, "complete_until": end + 30 * DAY, "endorsement_until": end + 7 * DAY}
    return Year(make.call(by=jonas, opens_at=end - 60 * DAY, closes_at=end, quota=9, **later))


def test_a_year(year, jonas):
    call, (france, spain) = year.call, (make.member("FR", "France"), make.member("ES", "Spain"))
    french, spanish = desk(france)[0], desk(spain)[0]
    people = {
        name: make.user(f"{name}@example.org", name.title())
        for name in ["ada", "cleo", "dora", "fay", "gus", "hal", "ida", "jo", "kim"]
    }
    words: dict[str, Endorsement] = {}

    def name(who, by, at):
        one = prepared(call, by.delegations.get().member, by, email=f"{who}@example.org", name=who.title(), at=at)
        one.invite(by=by, at=at)
        words[who] = one

    def agree(who, at):
        words[who].agree(by=people[who], at=at)

    def ask(who, member, at):
        mine = make.nomination(author=people[who], call=call, at=at)
        mine.save_section("you", {"residence": member.code}, by=people[who], at=at)
        words[who] = Endorsement.request(mine, member, by=people[who], at=at)

    def submit(who, at):
        mine = Nomination.objects.get(person__user=people[who])
        complete(mine)
        mine.submit(by=people[who], at=at)

    for who in ("ada", "ben", "cleo"):
        year.on(-50, name, who=who, by=french)
    year.on(-50, name, who="eve", by=spanish)
    for who in ("fay", "gus"):
        year.on(-46, name, who=who, by=french)
        year.on(-42, agree, who=who)
    year.on(-38, submit, who="gus")
    year.on(-30, ask, who="hal", member=france)
    year.on(-27, lambda at: words["hal"].give(by=french, at=at))
    year.on(-22.4, ask, who="jo", member=spain)
    year.on(-22.3, ask, who="kim", member=spain)
    year.on(-15, ask, who="ida", member=france)
    year.on(-12, submit, who="ida")
    year.on(-10, lambda at: words["cleo"].decline_naming(by=people["cleo"], at=at))
    for who in ("jo", "kim"):
        year.on(-10, lambda at, who=who: words[who].give(by=spanish, at=at))
        year.on(-9, lambda at, who=who: words[who].nomination.withdraw(by=people[who], at=at))
    year.on(-3, lambda at: call.extend(until=year.moment(14), reason="Few names.", by=jonas, at=at))
    year.on(17.4, agree, who="ada")
    year.on(17.8, lambda at: words["ada"].nomination.withdraw(by=people["ada"], at=at))
    year.on(18.5, lambda at: call.extend(until=year.moment(29), reason="Still few.", by=jonas, at=at))
    year.on(32.4, name, who="dora", by=french)
    year.on(38.6, agree, who="dora")
    year.on(38.6, lambda at: words["eve"].withdraw(by=spanish, at=at))

    year.pass_by()

    # to agree: until 10, then 24, then 39; no worker on 37 and 38, so of two reminders only the last
    assert year.told("ben") == {"named": [-50], "named_extended": [-3, 18.5], "named_reminder": [17, 32, 38.5]}
    assert year.told("eve") == year.told("ben") | {"naming_withdrawn": [39]}
    assert year.told("cleo") == {"named": [-50]}
    ada = {"named": [-50], "named_extended": [-3], "named_reminder": [17], "withdrawn": [18]}
    assert year.told("ada") == ada
    # to complete: until 30, then 45; who agreed after a reminder fell due gets none of it
    fay = {"named": [-45], "call_extended": [18.5], "draft_reminder": [38.5, 43, 44], "draft_closed": [45.5]}
    assert year.told("fay") == fay
    dora = {"named": [32.5], "named_reminder": [38.5], "draft_reminder": [43, 44], "draft_closed": [45.5]}
    assert year.told("dora") == dora
    assert year.told("gus") == {"named": [-45], "received": [-35], "call_closed": [45.5]}
    # to submit: until 0, then 14, then 29; each end has its letters
    assert year.told("hal") == {
        "endorsed": [-25],
        "call_extended": [-3, 18.5],
        "draft_reminder": [-7, 7, 12, 13, 22, 27, 28],
        "draft_closed": [14.5, 29.5],
    }
    assert year.told("ida") == {"received": [-10], "call_closed": [14.5, 29.5], "request_lapsed": [38.5]}
    assert year.told("jo") == year.told("kim") == {"endorsed": [-10], "withdrawn": [-9]}
    # the desks: requests until 7, then 21, then 36
    assert year.told("focal.es") == {
        "call_opened": [-60],
        "call_extended_desk": [-3, 18.5],
        "desk_waits": [-20, -20],
        "person_withdrew": [-9, -9],
    }
    assert year.told("focal.fr") == {
        "call_opened": [-60],
        "call_extended_desk": [-3, 18.5],
        "desk_waits": [-30, -15, 14, 29, 34, 35],
        "naming_agreed": [-40, -40, 17.5, 39],
        "naming_complete": [-35],
        "naming_declined": [-10],
        "naming_lapsed": [39],
        "not_submitted": [14.5, 29.5, 45.5],
        "person_withdrew": [18],
    }
    assert Nomination.objects.filter(status="draft").count() == 0  # forgotten by now, and nobody was told of that
