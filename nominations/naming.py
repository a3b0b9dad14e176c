"""The nomination of a person by a Member: the one truth on what its desk is asked, in which words, within which limits."""

import hashlib
import json

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from members.drafts.form import AnswerForm, Part
from members.fields import Choice, Tick
from members.typed import Line, Text
from portal.accounts.forms.worded import plain_address
from portal.lifecycle.text import tidy

LANGUAGES = [("en", "English"), ("fr", "français")]
FITS = {"name": 160, "email": 254, "statement": 20_000}  # what is kept of a text that is too long to be sent


class Address(Line):
    """An e-mail address."""

    def clean(self, value):
        address = super().clean(value)
        if address:
            EmailValidator(message=_("Enter an address such as name@example.org"))(address)
            plain_address(address)
        return address


class LetterField(forms.FileField):
    """A file to choose; whether one is there already is for the form to know."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}), **options)
        self.hide_optional = True


class Naming(AnswerForm):
    """Bound to what was typed, whether or not it can be sent so; `letter`: the signed letter that is there.

    refused: why the file that came just now was not taken, in a sentence.
    """

    parts = (
        Part(_("Whom you nominate"), "", ("name", "email", "language")),
        Part(_("For what"), "", ("group", "statement")),
        Part(_("What makes it official"), "", ("letter", "time_granted")),
    )

    name = Line(label=_("Name of the person"), limit=160, ask=_("Give the name of the person."))
    email = Address(
        label=_("E-mail address of the person"),
        limit=254,
        ask=_("Give the e-mail address of the person."),
        help_text=_(
            "We ask the person there whether they agree. Only somebody who has shown that this address is theirs can agree."
        ),
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    language = Choice(
        label=_("Language of our letters to the person"),
        choices=LANGUAGES,
        ask=_("Choose the language of the letters."),
        help_text=_("Who has an account on the portal gets them in the language chosen there."),
    )
    group = Choice(label=_("Working group"), choices=(), ask=_("Choose the group."))
    statement = Text(
        label=_("Why do you nominate this person?"),
        limit=3000,
        rows=8,
        ask=_("Say why you nominate this person."),
        help_text=_("The secretariat reads it; the person and the reviewers do not. English or French."),
    )
    letter = LetterField(
        label=_("The signed letter as a PDF"),
        help_text=_("A PDF of at most 4 pages and 5 MB: the letter with which your Member nominates this person."),
    )
    time_granted = Tick(
        label=_("The employer or authority of the person grants the time: 6 to 8 hours a month for three years"),
        ask=_("Confirm that the person has the time."),
    )

    def __init__(self, data=None, *, call, letter=None, refused="", **options):
        super().__init__(data, **options)
        self.there, self.refused = letter, refused
        groups = [(seats.group.slug, seats.group.name) for seats in call.seats_by_group]
        self.fields["group"].choices = [("", _("Choose one")), *groups] if len(groups) > 7 else groups
        self.groups = {seats.group.slug: seats.group for seats in call.seats_by_group}
        if letter:
            self.fields["letter"].label = _("Another letter in its place")

    def clean(self):
        if self.refused:
            self.add_error("letter", self.refused)
        elif self.there is None:
            self.add_error("letter", _("Attach the signed letter."))
        return self.cleaned_data

    def sentences(self) -> list[str]:
        """What is missing or wrong, in the order of the questions."""
        return [sentence for name in self.fields for sentence in self.errors.get(name, ())]

    def columns(self) -> dict:
        """What can be kept of what was typed: all that fits, and only a group or a language of the list."""
        language = self.data.get("language")
        return {
            **{name: self.data.get(name, "") for name in FITS if self.fits(name)},
            **({"language": language} if language in dict(LANGUAGES) else {}),
            "group": self.groups.get(self.data.get("group")),
            "time_granted": bool(self.data.get("time_granted")),
        }

    def fits(self, name) -> bool:
        """Whether a text, as it is stored, is short enough; some letters grow when they are spelt plainly or small."""
        text = tidy(self.data.get(name, ""))
        return max(len(text), len(text.lower())) <= FITS[name]

    def too_long_to_keep(self) -> list[str]:
        """The labels of texts that do not fit."""
        return [str(self.fields[name].label) for name in FITS if not self.fits(name)]


def typed_before(endorsement) -> dict:
    """What stands on an endorsement, as the form takes it."""
    return {
        "name": endorsement.name,
        "email": endorsement.email,
        "language": endorsement.language,
        "group": endorsement.group.slug if endorsement.group_id else "",
        "statement": endorsement.statement,
        "time_granted": "on" if endorsement.time_granted else "",
    }


def stamp(endorsement) -> str:
    """A word that changes with what stands on an endorsement: a page carries the one with which it was opened."""
    return hashlib.sha256(json.dumps(typed_before(endorsement), sort_keys=True).encode()).hexdigest()[:16]
