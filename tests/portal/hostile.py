"""What an enemy types, and what people type whom no programmer thought of."""

CANARY = "kanari"  # no page has it unless somebody typed it

WORDS = {  # what goes into a field that takes words
    "scripts": "Łukasz Ωμέγα Иван 张伟 やまだ 김민준 สมชาย नेहा تامر יעל አበበ ᏣᎳᎩ 𞤀𞤣𞤢𞤥 𐐔𐐯𐑅𐐨𐑉𐐯𐐻",
    "right to left": "עלמה \u200fحدّاد\u200e (Haddad) ١٢٣",
    "combining": "Za\u0335\u0321\u0322lgo\u0336 \u0bb8\u0bcd\u0bb0\u0bc0 e\u0301\u0323 " + "a" + "\u0300" * 60,
    "joined": "क्\u200dष می\u200cخواهم \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "three hundred": "\U00020b9f" * 300,
    "growing": "\ufdfaßΐ" * 50,  # one letter of these is up to eighteen when it is spelt plainly
    "element": f"<{CANARY} id={CANARY}><img src=x onerror={CANARY}()><script>{CANARY}()</script>",
    "attribute": f"\" autofocus onfocus={CANARY}() x=\" ' onfocus={CANARY}() y='",
    "end": f"</textarea></title></script></style>--></select><{CANARY}>",
    "script": f"'}};{CANARY}();//\\';{CANARY}();//`${{{CANARY}()}}",
    "link": f"javascript:{CANARY}() [x](javascript:{CANARY}()) https://evil.example/{CANARY}",
    "template": "{{ 7|add:7000 }}{% include 'base.html' %}{# x #}${7*1001}#{7*1001}<%= 7*1001 %>{{settings.SECRET_KEY}}",
    "format": "%(name)s %s %d %n {0} {name} {0.__class__} $name \\N{BEL} \\x00",
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "header": f"x\r\nBcc: {CANARY}@evil.example\r\n\r\n<b>{CANARY}",
    "nul": "before\x00after",
    "controls": "a\x01\x08\x0b\x1b[31m\x7f\x85\u2028\u2029z",
    "turned": "\u202egpj.exe\u2066 \u061c x",
    "no letters": "\ufffe\uffff\U0010ffff\ue000",
    "half": "a\ud800b\udfffc",
    "long": "x" * 20_000,
    "blank": " \u00a0\u2003\u200b\u3164",
}
EVERYWHERE = ["\x00", "\ud800", "x" * 20_000, WORDS["element"]]
VALUES = {  # what goes where something else than words is asked for, by the kind of the field
    "email": [
        "a" * 250 + "@example.org",
        "a@example.org,b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@b",
        "@",
    ],
    "date": ["9999-12-31", "0001-01-01", "0000-00-00", "2026-02-30", "-1", "٢٠٢٦-١٢-٠١", "9" * 30],
    "datetime-local": ["9999-12-31T23:59", "0001-01-01T00:00", "2026-02-30T00:00", "2026-12-01T24:00", "-1", "9" * 30],
    "number": ["-1", "0", "2147483648", "9" * 30, "9" * 5000, "NaN", "1e999", "٣", "1.5", "0x10"],
    "hidden": [
        "",
        "-1",
        "9" * 30,
        "null",
        "[1]",
        '{"a": {"b": null}}',
        "../../etc/passwd",
        "00000000-0000-4000-8000-000000000000",
    ],
    "choice": ["", "-1", "9" * 30, "nothing", "None"],
    "password": ["", "\r\n", "é" * 300, "{{ 7|add:7000 }}"],
}


def sent(text: str) -> bytes:
    """As bytes on the wire: a half of a character travels as the three bytes that no UTF-8 has."""
    return text.encode("utf-8", "surrogatepass")
