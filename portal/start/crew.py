"""The programs of the running portal: started in order, watched, restarted when they die, stopped in order."""

import time

from portal.start.embedded.child import Child

LONGEST_PAUSE = 60  # seconds between two tries
STEADY = 60  # seconds after which a program counts as well again


class Member:
    """One program and when to try it again."""

    def __init__(self, child, restart):
        self.child, self.restart = child, restart
        self.pause, self.started, self.due = 1, time.monotonic(), None

    def look(self, now):
        """Restart the program if it died, after a pause that doubles each time."""
        if self.child.running:
            if now - self.started > STEADY:
                self.pause = 1
        elif self.due is None:
            print(f"{self.child.name} died, trying again in {self.pause} s.\n{self.child.last_words()}", flush=True)
            self.due, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due:
            self.due, self.started = None, now
            self.try_again()

    def try_again(self):
        try:
            self.restart()
            print(f"{self.child.name} runs again.", flush=True)
        except (RuntimeError, OSError) as error:
            print(error, flush=True)


class Crew:
    """All programs; leaving the `with` stops them: first who uses the servers, then the servers."""

    def __init__(self):
        self.servers, self.programs = [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for member in self.programs:
            member.child.ask_to_stop()
        for member in self.programs:
            member.child.stop()
        for server, _ in reversed(self.servers):
            server.stop()

    def serve(self, server):
        """Start an embedded server."""
        self.servers.append((server, None))
        server.start()
        self.servers[-1] = (server, Member(server.child, server.restart))

    def once(self, name, command, env):
        """Run a program to its end, its words on the screen; raises RuntimeError when it fails."""
        child = Child(name, command, env=env)
        member = Member(child, child.start)
        self.programs.append(member)
        if child.start().process.wait():
            raise RuntimeError(f"The step {name!r} failed; its words are above.")
        self.programs.remove(member)

    def employ(self, name, command, env, **options):
        """Start a program and keep it running."""
        child = Child(name, command, env=env, **options)
        self.programs.append(Member(child, child.start))
        child.start()

    def everybody(self):
        return [member for _, member in self.servers if member] + self.programs

    def wait_until(self, answers, patience=90):
        """Wait for the first answer; a program that dies meanwhile ends the whole with its last words."""
        deadline = time.monotonic() + patience
        while not answers():
            for member in self.everybody():
                if not member.child.running:
                    raise RuntimeError(
                        f"{member.child.last_words()}\nThe program {member.child.name} died at the start."
                    )
            if time.monotonic() > deadline:
                raise RuntimeError(f"The portal did not answer within {patience} seconds; see its logs.")
            time.sleep(0.2)

    def watch(self):
        """For ever: look after everybody, until a signal ends it."""
        while True:
            for member in self.everybody():
                member.look(time.monotonic())
            time.sleep(0.5)
