"""The numbers of a call for whoever sits at its workbench: a chair's as on the committee's page, staff's by the same reckoning."""

from ..reviewing.chairing import Chairing, Reckoning
from ..reviewing.phase import scored


class Judged(Reckoning):
    """Of what a member of staff may see: conflicts apart, as everywhere."""

    def __init__(self, sight):
        self.sight, self.call, self.groups = sight, sight.call, sight.seats

    def seen(self):
        return self.sight.nominations().filter(scored(self.call))


def judged(sight):
    """What tells tallies and standing."""
    return Chairing(sight.seat).reckoned if sight.seat else Judged(sight)
