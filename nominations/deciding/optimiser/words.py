"""What is stored of a proposal in codes, in words: the rules, what each costs, which must give."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.countries import country_names

from ..facts import reading
from ..models import Target
from .case import STEP

STEPS = {
    "": _("It waits for its turn."),
    "reading": _("Nominations and scores are being read."),
    "solving": _("The best list is being looked for."),
    "pricing": _("What each rule costs is being reckoned."),
    "writing": _("The proposal is being written down."),
}
FAILED = {
    "too_long": _("No best list was found in the time there is. Ask again with fewer rules."),
    "no_sight": _("Whoever asked sits at this workbench no more."),
    "broke_off": _("The job broke off. Nothing was decided; ask again."),
}
LEFT_OUT = _(
    "With people kept in or out by hand, targets on gender are left out: somebody's gender would follow. The secretariat can ask with them."
)
BOUNDS = {"least": _("%(what)s: at least %(n)s"), "most": _("%(what)s: at most %(n)s")}


def points(hundredths) -> str:
    """Points of 100, to one digit; to two where that would say nothing."""
    value = abs(hundredths) / 100
    return number_format(value, 1 if value >= 0.095 else 2)


class Words:
    """groups: key to name. people: key of a nomination that the reader may see to how it is called."""

    def __init__(self, rules, groups, people):
        self.rules, self.groups, self.people = rules, groups, people

    def whole_aim(self, aim) -> str:
        """Both bounds of a target."""
        return ", ".join(self.aim(aim, name) for name in BOUNDS if aim[name] is not None)

    def aim(self, aim, name) -> str:
        what = f"{Target.Fact(aim['fact']).label.capitalize()}, {reading(aim['fact'], aim['value'])}"
        if aim["group"] is not None:
            what = f"{self.groups.get(aim['group'], '–')}, {what}"
        return str(BOUNDS[name]) % {"what": what, "n": amount(aim, aim[name])}

    def held(self) -> list[str]:
        """The targets and the cap under which it was asked."""
        cap = [self.nationals("")] if self.rules["cap"] is not None else []
        return [self.whole_aim(aim) for aim in self.rules["aims"]] + cap

    def rule(self, rule, at) -> str | None:
        """A rule in words; None where it is about somebody whom the reader may not see."""
        if rule in ("least", "most"):
            return self.aim(self.rules["aims"][at], rule)
        if rule == "nationals":
            return self.nationals(at)
        if rule == "seats":
            return _t("The seats of %(group)s") % {"group": self.groups.get(at, "–")}
        if at not in self.people:
            return None
        return (_t("%(who)s is in") if rule == "in" else _t("%(who)s is out")) % {"who": self.people[at]}

    def nationals(self, code) -> str:
        told = {"n": self.rules["cap"]}
        if not code:
            return _t("At most %(n)s nationals of a country") % told
        return _t("At most %(n)s nationals: %(country)s") % told | {"country": country_names().get(code, code)}

    def price(self, price) -> tuple[str, str] | None:
        """(the rule, what it costs)."""
        rule = self.rule(price["rule"], price["at"])
        if rule is None:
            return None
        told, step = costs(price), price["looser"]
        if step and step["seats"] == price["seats"] == 0 < price["points"] and step["points"] > 0:
            told = f"{told} {self.looser(price, step)}"
        return rule, told

    def looser(self, price, step) -> str:
        aim, rest = self.rules["aims"][price["at"]], price["points"] - step["points"]
        bound = aim[price["rule"]] + (-STEP if price["rule"] == "least" else STEP)
        words = {"n": amount(aim, bound), "cost": points(rest)}
        if rest <= 0:
            return _t("With %(n)s instead it would cost nothing.") % words
        return _t("With %(n)s instead it would cost %(cost)s.") % words

    def give(self, one) -> tuple[str, str] | None:
        """(the rule, by how much it must give)."""
        rule = self.rule(one["rule"], one["at"])
        if rule is None:
            return None
        if one["rule"] == "in":
            return rule, _t("cannot be held")
        if one["rule"] == "least":
            words = ngettext("%(n)d person is lacking", "%(n)d people are lacking", one["by"])
        else:
            words = ngettext("%(n)d person too many", "%(n)d people too many", one["by"])
        return rule, words % {"n": one["by"]}


def amount(aim, number) -> str:
    return f"{number} %" if aim["unit"] == "share" else str(number)


def costs(price) -> str:
    """What a rule costs, in a sentence."""
    if price["seats"] > 0:
        words = ngettext(
            "It leaves %(n)d seat empty.",
            "It leaves %(n)d seats empty.",
            price["seats"],
        )
        return words % {"n": price["seats"]}
    if price["points"] > 0:
        return _t("It costs %(n)s of 100 points on the mean of those selected.") % {"n": points(price["points"])}
    return _t("It costs nothing.")
