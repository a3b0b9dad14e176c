"""France, and who sits at its desk."""

from tests import make
from tests.endorsements import desk
from tests.kept import kept


@kept
def france():
    return make.member("FR", "France")


@kept
def focal(france):
    return desk(france)[0]
