"""Bodies: the table of employers, read once, and who of a committee works where by it."""

from collections import defaultdict
from hashlib import sha256

from .employer import Employer

SHORT = 6  # letters of a single word that is taken for a name in the middle of a text: MIT is also German


class Bodies:
    """A body is the key of an employer in the table, or a spelling of which the table knows nothing."""

    def __init__(self, committee):
        self.by_spelling, self.parents = {}, {}
        for pk, parent, spellings in Employer.objects.values_list("pk", "parent", "spellings"):
            self.parents[pk] = parent
            self.by_spelling.update(dict.fromkeys(spellings, pk))
        self.telling = [(f" {each} ", pk) for each, pk in self.by_spelling.items() if " " in each or len(each) >= SHORT]
        self.own, self.below = (
            defaultdict(set),
            defaultdict(set),
        )  # a body to those who work there, and for a part of it
        for one in committee:
            for body in self.of(one.organisations):
                self.own[body].add((one.user, body))
                for above in self.above(body):
                    self.below[above].add((one.user, body))

    def of(self, spellings) -> set:
        return {self.by_spelling.get(each, each) for each in spellings}

    def spoken_of(self, text: str) -> set:
        """Bodies of the table that are named in a text of several lines."""
        return {pk for name, pk in self.telling if name in text} if text else set()

    def above(self, body) -> list:
        """To what a body belongs, all the way up; nothing is known of what is not in the table."""
        found, body = [], self.parents.get(body)
        while body is not None and body not in found:
            found.append(body)
            body = self.parents.get(body)
        return found

    def shared(self, it):
        """(account, source) of those in the committee who work where this person does, above it or below."""
        for body in self.of(it.organisations) | self.spoken_of(it.employment):
            for user, same in self.own.get(body, set()) | self.below.get(body, set()):
                yield user, code_of(same)
            for above in self.above(body):
                for user, _there in self.own.get(above, ()):
                    yield user, code_of(body)


def code_of(body) -> str:
    """A body as the source of a conflict: its key in the table, or a code of the spelling; never a name."""
    return f"employer:{body}" if isinstance(body, int) else f"name:{sha256(body.encode()).hexdigest()[:10]}"
