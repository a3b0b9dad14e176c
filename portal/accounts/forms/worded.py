"""Our words on somebody else's fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.notifications import wire

from .. import expected

ADDRESS = _("E-mail address")
CODE = _("Six-digit code")
PASSWORD_HINT = _("At least 10 characters. Several words you can remember are better than one with signs.")


LONGEST = 254  # characters; no mail server takes a longer address (RFC 5321), and no column of ours


NOT_PLAIN = _("Enter an e-mail address in its plain form, without accents, such as name@example.org.")


def plain_address(address):
    """Refuses what Django takes and a mail server reads otherwise than it looks, or not at all.

    Before the @: letters such as İ, ſ or K, of which lower case makes another address, and quotes, inside which one
    mailbox has many spellings. After it: a host of our own network, a number, and a name that is not the same on its
    way there and back: full-width letters, or faß, which is fass to some and another domain to others.
    """
    local, _at, domain = address.rpartition("@")
    try:
        sent = wire.mailbox(address.lower())
        same = domain.isascii() or sent.rpartition("@")[2].encode().decode("idna") == domain.lower()
    except (wire.NoMailbox, UnicodeError):
        same = False
    plain = same and local.isascii() and '"' not in local and "[" not in domain and "." in domain
    if not plain or max(len(address), len(sent)) > LONGEST:
        raise ValidationError(NOT_PLAIN, code="invalid")


class Expecting:
    """A form of the doors: the address of whoever is expected stands in it, and can be changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login" if "login" in self.fields else "email"].initial = expected.address()


class Worded:
    """Gives fields the labels and hints of WORDS and takes their placeholders away, which vanish when they are needed."""

    WORDS: dict[str, tuple] = {}  # name: (label, hint)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.EmailField):
                field.validators = [first_of(plain_address, *field.validators)]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.WORDS.get(name, (field.label, field.help_text))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "w-s"}
            elif isinstance(field.widget, forms.TextInput | forms.PasswordInput):
                field.widget.attrs |= {"class": "w-m"}


def first_of(*validators):
    """The validators one after the other, as one: what is wrong in the eyes of several is said once."""

    def validate(value):
        for validator in validators:
            validator(value)

    return validate
