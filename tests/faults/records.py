"""What is written down in a house: the rows of its database, the tasks before its worker."""

import time

import celery


class Records:
    """Trait of House; needs its servers `postgres` and `valkey`."""

    def rows(self, statement, *values):
        with self.postgres.connect("portal") as line:
            return line.execute(statement, values).fetchall()

    def one(self, statement, *values):
        return self.rows(statement, *values)[0][0]

    def do(self, statement, *values):
        with self.postgres.connect("portal") as line:
            line.execute(statement, values)

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
