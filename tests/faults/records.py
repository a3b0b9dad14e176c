"""What is written down in a house: the rows of its database, the tasks before its worker."""

import time
from datetime import timedelta

import celery

WAITING = """SELECT count(*) FROM notifications_message WHERE status IN ('queued', 'sending') AND "to" = ANY(%s)"""
BE_DUE = """
UPDATE notifications_message SET not_before = now() WHERE status = ANY(%s) AND not_before > now() AND "to" = ANY(%s)
"""
IN_HAND = """
SELECT '<' || replace(id::text, '-', '') || '@127.0.0.1>', leased_until FROM notifications_message WHERE status = 'sending'
"""
LEASES_END = "UPDATE notifications_message SET leased_until = now() WHERE status = 'sending' AND leased_until = ANY(%s)"
HOURS_PASS = [
    "UPDATE nominations_call SET opens_at = opens_at - %(time)s, closes_at = closes_at - %(time)s WHERE id = %(call)s",
    "UPDATE nominations_nomination SET started_at = started_at - %(time)s WHERE call_id = %(call)s",
    """UPDATE notifications_message SET written_at = written_at - %(time)s, not_before = not_before - %(time)s,
        expires_at = expires_at - %(time)s, tried_at = tried_at - %(time)s
        WHERE about_id IN (SELECT id::text FROM nominations_nomination WHERE call_id = %(call)s)""",
]

PAST = [  # in this order: a timetable would write to the people of an earlier test
    "UPDATE nominations_call SET status = 'concluded' WHERE status = 'published' AND closes_at < now()",
    """UPDATE notifications_message SET status = 'cancelled', leased_until = NULL, secret = NULL
        WHERE status IN ('queued', 'sending', 'unknown')""",
]


class Records:
    """Trait of House; needs its servers `postgres` and `valkey`."""

    def rows(self, statement, *values):
        with self.postgres.connect("portal") as line:
            return line.execute(statement, values).fetchall()

    def one(self, statement, *values):
        return self.rows(statement, *values)[0][0]

    def do(self, statement, *values, **named):
        with self.postgres.connect("portal") as line:
            line.execute(statement, named or values)

    def waiting(self, people) -> int:
        """How many letters to these people have still to leave."""
        return self.one(WAITING, [person.email for person in people])

    def be_due(self, people, *states):
        """Minutes pass: what was put off, or is of unknown fate, may be tried again."""
        self.do(BE_DUE, list(states or ("queued", "unknown")), [person.email for person in people])

    def hours_pass(self, call, hours):
        """Move all moments of a call, its nominations and letters into the past, or the database's clock back."""
        for statement in HOURS_PASS:
            self.do(statement, call=call, time=timedelta(hours=hours))

    def in_hand(self) -> dict:
        """Message-ID to lease of what senders have in hand, dead ones too."""
        return dict(self.rows(IN_HAND))

    def leases_end(self, in_hand):
        """A minute passes for these: what dead senders held may be taken back."""
        self.do(LEASES_END, list(set(in_hand.values())))

    def forget_the_past(self):
        """Calls that are over are concluded, and what an earlier test left to be sent is not sent in the next one."""
        for statement in PAST:
            self.do(statement)

    def ring(self, *tasks, **options):
        """Put tasks before the worker."""
        with celery.Celery(broker=self.valkey.address["REDIS_URL"], set_as_current=False) as bells:
            for task in tasks:
                bells.send_task(task, **options)

    def idle(self) -> bool:
        """Nothing waits before the worker, and nothing is in its hands; asked twice, for what is between the two."""
        bells = celery.Celery(broker=self.valkey.address["REDIS_URL"], set_as_current=False)
        with bells, bells.connection_for_read() as line:
            client = line.default_channel.client
            looks = []
            for _ in range(2):
                looks += [client.llen("celery"), client.hlen("unacked")]
                time.sleep(0.2)
            return not any(looks)

    def empty_broker(self):
        """All that it holds is gone while it runs."""
        bells = celery.Celery(broker=self.valkey.address["REDIS_URL"], set_as_current=False)
        with bells, bells.connection_for_write() as line:
            line.default_channel.client.flushall()
