"""What it does to the composition that one person comes in another one's stead: a line or two for the secretariat."""

from django.utils.translation import gettext as _

from .composition import candidates
from .facts import reading
from .models import Target


def effect(call, group, leaves, comes) -> list[str]:
    """A line for each target of the call or the group whose number changes by it; none where nothing changes."""
    out, new = (candidates(call.nominations.filter(pk=one.pk))[0].values for one in (leaves, comes))
    lines = []
    for target in Target.objects.filter(call=call, group__in=[group]) | Target.objects.filter(call=call, group=None):
        was, now = (target.value in values[target.fact] for values in (out, new))
        if was != now:
            lines.append(line(target, "+1" if now else "−1"))
    return lines


def line(target, change) -> str:
    """Such as: stakeholder group, Academia: −1 (at least 20 per cent)."""
    bounds = {"least": _("at least %(n)d %(unit)s"), "most": _("at most %(n)d %(unit)s")}
    unit = target.get_unit_display()
    asked = [
        words % {"n": getattr(target, name), "unit": unit}
        for name, words in bounds.items()
        if getattr(target, name) is not None
    ]
    facts = {
        "fact": target.get_fact_display(),
        "value": reading(target.fact, target.value),
        "change": change,
        "asked": ", ".join(asked),
    }
    return _("%(fact)s, %(value)s: %(change)s (%(asked)s)") % facts
