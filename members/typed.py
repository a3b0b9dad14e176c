"""Fields for what people type: NFC, counted in characters, in any script, with sentences that say what to do."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.lifecycle.text import demand_seen, tidy


class Typed(forms.CharField):
    """Text of at most `limit` characters; `ask` is said when it is required and missing.

    The browser never cuts it: what is too long is saved, and said to be too long.
    """

    controls = ""  # control characters that belong in such a text

    def __init__(self, *, limit: int, ask="", width="", **options):
        super().__init__(strip=False, **options)
        self.max_length = limit  # set after Django has made its validators and the attribute that would cut
        if ask:
            self.error_messages["required"] = ask
        if width:
            self.widget.attrs["class"] = width

    def to_python(self, value):
        text = tidy(super().to_python(value))
        return text if text.strip() else ""

    def validate(self, value):
        super().validate(value)
        demand_seen(value, self.controls)
        if (over := len(value) - self.max_length) > 0:
            raise ValidationError(too_long(over, self.max_length), code="max_length")


def too_long(over: int, limit: int) -> str:
    sentence = ngettext(
        "This is %(over)s character too long. Shorten it to %(limit)s characters.",
        "This is %(over)s characters too long. Shorten it to %(limit)s characters.",
        over,
    )
    return sentence % {"over": f"{over:,}", "limit": f"{limit:,}"}


class Line(Typed):
    """One line."""

    def to_python(self, value):
        return super().to_python(value).strip()


class Text(Typed):
    """Several lines; a counter shows what is left."""

    controls = "\n\t"

    def __init__(self, *, rows: int = 6, widget=forms.Textarea, **options):
        super().__init__(widget=widget(attrs={"rows": rows, "spellcheck": "true"}), **options)


class WebAddress(Line):
    """An address of the web: http or https and nothing else; https is put before one without."""

    def __init__(self, *, limit: int = 300, **options):
        widget = forms.URLInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "type": "text"}
        )
        super().__init__(limit=limit, widget=widget, **options)

    def clean(self, value):
        address = super().clean(value)
        if not address:
            return ""
        if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", address) or re.match(r"[\w.\-]+:\d", address):
            address = f"https://{address}"
        URLValidator(
            schemes=["http", "https"], message=_("Enter an address of the web, such as https://www.example.org/team")
        )(address)
        return address


class WholeNumber(Line):
    """A whole number between two others."""

    def __init__(self, *, least: int, most: int, wrong, **options):
        super().__init__(
            limit=12,
            width="w-s",
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **options,
        )
        self.least, self.most, self.wrong = least, most, wrong

    def clean(self, value):
        digits = super().clean(value)
        if not digits:
            return None
        if not digits.isdecimal() or not self.least <= int(digits) <= self.most:
            raise ValidationError(self.wrong, code="number")
        return int(digits)


class Orcid(Line):
    """The 16 digits of an ORCID, with or without hyphens or address; the last is a check digit (ISO 7064, MOD 11-2)."""

    def __init__(self, **options):
        super().__init__(
            limit=60,
            width="w-m",
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return ""
        digits = re.sub(r"^(https?://)?(www\.)?orcid\.org/|[\s\-‐‑–]", "", typed, flags=re.IGNORECASE).upper()
        if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
            raise ValidationError(_("Enter the 16 characters of your ORCID, such as 0000-0002-1825-0097"), code="orcid")
        if check_digit(digits[:15]) != digits[15]:
            raise ValidationError(
                _("This is not an ORCID: a digit is wrong. Copy it again from your ORCID page."), code="orcid"
            )
        return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def check_digit(fifteen: str) -> str:
    """ISO 7064 MOD 11-2 over 15 digits: "0" to "9", or "X"."""
    total = 0
    for digit in fifteen:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


class Phone(Line):
    """A telephone number with its country code."""

    def __init__(self, **options):
        super().__init__(
            limit=40, width="w-m", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), **options
        )

    def clean(self, value):
        number = super().clean(value)
        digits = sum(c.isdecimal() for c in number)
        if number and (not re.fullmatch(r"(\+|00)[\d\s().\-/‐‑–]*", number) or not 7 <= digits <= 17):
            raise ValidationError(_t("Enter the number with its country code, such as +33 1 45 24 82 00"), code="phone")
        return number
