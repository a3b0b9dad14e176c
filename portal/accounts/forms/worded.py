"""Our words on somebody else's fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
CODE = _("Six-digit code")
PASSWORD_HINT = _("At least 10 characters. Several words you can remember are better than one with signs.")


class Worded:
    """Gives fields the labels and hints of WORDS and takes their placeholders away, which vanish when they are needed."""

    WORDS: dict[str, tuple] = {}  # name: (label, hint)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.WORDS.get(name, (field.label, field.help_text))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "w-s"}
            elif isinstance(field.widget, forms.TextInput | forms.PasswordInput):
                field.widget.attrs |= {"class": "w-m"}
