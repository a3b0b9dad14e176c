"""Our words on somebody else's fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
CODE = _("Six-digit code")
PASSWORD_HINT = _("At least 10 characters. Several words you can remember are better than one with signs.")


def plain_address(address):
    """Refuses letters such as İ, ſ or K before the @: Django takes them, lower case makes another address of them."""
    if not address.rpartition("@")[0].isascii():
        raise ValidationError(validate_email.message, code="invalid")


class Worded:
    """Gives fields the labels and hints of WORDS and takes their placeholders away, which vanish when they are needed."""

    WORDS: dict[str, tuple] = {}  # name: (label, hint)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.EmailField):
                field.validators.append(plain_address)
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.WORDS.get(name, (field.label, field.help_text))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "w-s"}
            elif isinstance(field.widget, forms.TextInput | forms.PasswordInput):
                field.widget.attrs |= {"class": "w-m"}
