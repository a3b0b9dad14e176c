"""Verb: one thing the secretariat can do to another, as the admin offers it."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import Refused


def always(thing) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """A verb of a model, with the words around its button.

    name: the method, which is called with `by=` and the cleaned words of the form. may: the rule, asked with the user.
    act: what to call with the thing instead of the method. to: the status it leads to, asked of MOVES; `states`: those in
    which it is open, where that is fewer; `when`: what else must hold, asked with the thing. confirm: a page stands
    between button and act; danger: so it does, and in red. quiet: the button steps back. key: the button's access key.
    leaves: the thing is not there any more for whoever did it: on to the list, and no word of it.
    bulk: for many as well; what `explains` it is then asked with all of them.
    """

    name: str
    label: str
    may: Callable
    form: type[forms.Form] | None = None
    to: str | None = None
    states: tuple[str, ...] = ()
    when: Callable = always
    done: str = ""
    explains: str | Callable = ""
    act: Callable | None = None
    confirm: bool = False
    danger: bool = False
    quiet: bool = False
    leaves: bool = False
    bulk: bool = False
    key: str = ""

    @property
    def asks(self) -> bool:
        """Whether the button leads to a page first: for words, or because it is not to be done by slip."""
        return self.form is not None or self.danger or self.confirm

    def obstacle(self, thing) -> str:
        """Why it cannot be done to this thing now; empty where it can."""
        if self.to is not None and self.to not in thing.MOVES.get(thing.status, ()):
            return thing.refusal(self.to)
        if self.states and thing.status not in self.states:
            return thing.refusal(self.to) if self.to else _("This cannot be done at present.")
        return "" if self.when(thing) else _("This cannot be done at present.")

    def words_for(self, thing, typed=None, chosen=None, reader=None) -> forms.Form:
        """The form to fill in; for a verb without words an empty one. `thing` is None for many at once.

        A form that has to know the thing has a class method `about(thing, typed, chosen)`; chosen is the address's query.
        One that names other things says `for_reader`, and is asked with whoever reads it, too. One that only `leads_on` is sent as a query to the same address: the step before the words.
        """
        form = self.form or forms.Form
        if not hasattr(form, "about"):
            return form(typed)
        return form.about(thing, typed, chosen or {}, *([reader] if getattr(form, "for_reader", False) else []))

    def do(self, thing, *, by, **words):
        """Do it, all under the thing's lock: what was open when the page was shown may be closed by now."""
        try:
            with thing.locked() if hasattr(thing, "locked") else nullcontext():
                if obstacle := self.obstacle(thing):
                    raise Refused(obstacle)
                return self.act(thing, by=by, **words) if self.act else getattr(thing, self.name)(by=by, **words)
        except ObjectDoesNotExist:
            raise Refused(_("It was deleted meanwhile.")) from None

    def explanation(self, *things) -> str:
        """What follows if it is done to this thing, or to all of these."""
        return capfirst(self.explains(*things) if callable(self.explains) else self.explains)


def each(verb, things, *, by, **words) -> tuple[list, list]:
    """Do a verb to many, each in its own transaction: (those done, those refused with the sentence)."""
    done, refused = [], []
    for thing in things:
        try:
            verb.do(thing, by=by, **words)
            done.append(thing)
        except Refused as refusal:
            refused.append((thing, str(refusal)))
    return done, refused
