"""PDF files for tests, written by hand: good ones, odd but good ones, and each kind that must be refused."""

import io
import zipfile
import zlib

A4 = "[0 0 595 842]"


def pdf(objects: list, *, trailer="", head=b"%PDF-1.7\n", tail=b"") -> bytes:
    """A file of these objects (number 1 first; str or bytes); object 1 is the catalogue."""
    out, places = bytearray(head), []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + as_bytes(thing) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, as_bytes(trailer))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start + tail)


def as_bytes(thing) -> bytes:
    return thing if isinstance(thing, bytes) else thing.encode("latin-1")


def stream(content: bytes, extra="") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), as_bytes(extra)) + content + b"\nendstream"


def good(
    pages=2, *, words="Leila Haddad, curriculum vitae", catalogue="", page="", extra=(), box=A4, **kwargs
) -> bytes:
    """A CV of so many pages. catalogue, page: more entries for these; extra: more objects, numbered from 10 + pages."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    letters = b"BT /F1 24 Tf 72 700 Td (%s) Tj ET" % as_bytes(words)
    leaf = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {4 + pages} 0 R"
    leaf += f" /Resources << /Font << /F1 3 0 R >> >> {page} >>"
    filling = ["null"] * 5
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *[leaf] * pages,
            stream(letters),
            *filling,
            *extra,
        ],
        **kwargs,
    )


# --- what must be refused


def encrypted(password="") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(good())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    return saved(writer)


def saved(writer) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def compressed(content: bytes) -> bytes:
    """The same file with its objects hidden in compressed object streams, as most makers write today."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    numbers = sorted(reader.xref[0])
    plain, packed = [], []
    for number in numbers:
        thing = reader.get_object(number)
        buffer = io.BytesIO()
        thing.write_to_stream(buffer)
        (plain if hasattr(thing, "get_data") else packed).append((number, buffer.getvalue()))
    return with_object_stream(plain, packed, max(numbers) + 1)


def with_object_stream(plain, packed, number) -> bytes:
    """plain, packed: (number, bytes); `number` is the first free one."""
    index, body = "", b""
    for own, thing in packed:
        index += f"{own} {len(body)} "
        body += thing + b" "
    inside = zlib.compress(index.encode() + body)
    extra = f"/Type /ObjStm /N {len(packed)} /First {len(index)} /Filter /FlateDecode"
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for own, thing in [*plain, (number, stream(inside, extra))]:
        places[own] = len(out)
        out += b"%d 0 obj\n" % own + thing + b"\nendobj\n"
    rows = {0: (0, 0, 255)} | {own: (1, place, 0) for own, place in places.items()}
    rows |= {own: (2, number, place) for place, (own, _) in enumerate(packed)}
    rows[number + 1] = (1, len(out), 0)
    table = b"".join(
        bytes([a]) + b.to_bytes(4, "big") + bytes([c])
        for a, b, c in (rows.get(n, (0, 0, 255)) for n in range(number + 2))
    )
    start = len(out)
    xref = f"/Type /XRef /Size {number + 2} /W [1 4 1] /Root 1 0 R /Filter /FlateDecode"
    out += b"%d 0 obj\n" % (number + 1) + stream(zlib.compress(table), xref) + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def with_action(action: str) -> bytes:
    return good(catalogue=f"/OpenAction << /Type /Action {action} >>")


def scripted() -> bytes:
    return with_action("/S /JavaScript /JS (app.alert\\(1\\))")


def scripted_by_names() -> bytes:
    return good(
        catalogue="/Names << /JavaScript << /Names [(a) 12 0 R] >> >>",
        extra=["<< /S /JavaScript /JS (app.alert\\(1\\)) >>"],
    )


def scripted_in_disguise() -> bytes:
    """Names may be spelt with numbers of letters."""
    return with_action("/#53 /J#61vaScript /#4aS (app.alert\\(1\\))")


def scripted_on_a_link() -> bytes:
    return good(page="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /JavaScript /JS (x) >> >>]")


def two_faced(more="/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>") -> bytes:
    """One page by its table; whoever finds the table broken (short lines) reads the one that stands last, with more in it."""
    content = good(1, words="By the table")
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} /Contents 5 0 R {more} >>".encode()
    start = content.rindex(b"xref\n0 ")
    table = content[start:].replace(b" n \n", b" n\n").replace(b" f \n", b" f \n")
    hidden = b"4 0 obj\n" + page + b"\nendobj\n"
    table = table.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(hidden)))
    return content[:start] + hidden + table


def said_twice() -> bytes:
    """An entry that stands twice: one reader takes the first, another the last."""
    return good(catalogue="/OpenAction [4 0 R /Fit] /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")


def left_over() -> bytes:
    """A script in an object that no table names, before a table that is in order."""
    return good(head=b"%PDF-1.7\n90 0 obj%\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n")


def left_over_in_a_pack() -> bytes:
    """The same inside a stream of objects that no table names."""
    pack = stream(b"91 0 << /S /JavaScript /JS (x) >>", "/Type /ObjStm /N 1 /First 5")
    return good(head=b"%PDF-1.7\n90 0 obj\n" + pack + b"\nendobj\n")


def on_opening(action: str) -> bytes:
    return good(page=f"/AA << /O << {action} >> >>")


def link(action: str) -> bytes:
    return good(page=f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << {action} >> >>]")


def phoning() -> dict[str, bytes]:
    """Files that ask somebody outside for something, or do something by themselves, without a script."""
    web = "/S /URI /URI (http://127.0.0.1/)"
    return {
        "a page opened when the file is": with_action(web),
        "a page opened with a page": on_opening(web),
        "a page opened after a jump": good(catalogue=f"/OpenAction << /S /GoTo /D [4 0 R /Fit] /Next << {web} >> >>"),
        "an action that stands elsewhere": good(catalogue="/OpenAction 12 0 R", extra=[f"<< {web} >>"]),
        "a thread of another file": link("/S /Thread /F (//127.0.0.1/x.pdf) /D 0"),
        "a thread": link("/S /Thread /D 0"),
        "a file of another machine": good(extra=["<< /Type /Filespec /F (//127.0.0.1/x) >>"]),
        "a file by its address": good(extra=["<< /FS /URL /F (http://127.0.0.1/) >>"]),
        "a link to a file": link("/S /URI /URI (file:///etc/passwd)"),
        "a link to a machine": link("/S /URI /URI (\\\\\\\\127.0.0.1\\\\x)"),
        "a link that is a script": link("/S /URI /URI (java\\tscript:alert\\(1\\))"),
        "a script behind a link": link("/S /GoTo /D [4 0 R /Fit] /Next [<< /S /SetOCGState /State [] >>]"),
        "a base of links": good(catalogue="/URI << /Base (file:///) >>"),
        "a stream kept elsewhere": good(extra=[stream(b"", "/F (http://127.0.0.1/)")]),
        "a picture kept elsewhere": good(
            extra=[stream(b"", "/Subtype /Form /BBox [0 0 9 9] /Ref << /F (\\\\\\\\127.0.0.1\\\\x) /Page 0 >>")]
        ),
        "layers that change": with_action("/S /SetOCGState /State []"),
        "a thread behind a link": good(
            extra=["<< /Subtype /Link /A 13 0 R >>", "<< /S /GoTo /Next [14 0 R] >>", "<< /S /Thread /D 0 >>"]
        ),
        "the printer": link("/S /Named /N /Print"),
    }


def launching() -> bytes:
    return with_action("/S /Launch /F (calc.exe)")


def submitting() -> bytes:
    return with_action("/S /SubmitForm /F (http://127.0.0.1/)")


def embedding() -> bytes:
    names = "/Names << /EmbeddedFiles << /Names [(a.exe) 12 0 R] >> >>"
    spec = "<< /Type /Filespec /F (a.exe) /EF << /F 13 0 R >> >>"
    return good(catalogue=names, extra=[spec, stream(b"MZ", "/Type /EmbeddedFile")])


def attached_to_a_page() -> bytes:
    return good(page="/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 99 99] /FS << /F (a) >> >>]")


def rich_media() -> bytes:
    return good(page="/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 99 99] >>]")


def xfa() -> bytes:
    return good(catalogue="/AcroForm << /Fields [] /XFA 12 0 R >>", extra=[stream(b"<xdp/>")])


def truncated() -> bytes:
    return good()[:-200]


def cut_in_the_middle() -> bytes:
    """Half of a file whose end was glued on again."""
    content = good()
    return content[: len(content) // 3] + b"\nstartxref\n9\n%%EOF\n"


def tree_loop() -> bytes:
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def tree_bomb() -> bytes:
    """Twenty floors of ten kids each, all the same."""
    floors = [f"<< /Type /Pages /Count 2 /Kids [{' '.join([f'{n + 1} 0 R'] * 10)}] >>" for n in range(2, 22)]
    return pdf(["<< /Type /Catalog /Pages 2 0 R >>", *floors, f"<< /Type /Page /MediaBox {A4} /Parent 21 0 R >>"])


def stream_bomb(megabytes=600) -> bytes:
    """A page whose few kilobytes unpack to so many megabytes."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 1 1 l S\n" * 74899
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return good(page="/Contents 12 0 R", extra=[stream(packed, "/Filter /FlateDecode")]).replace(
        b"/Contents 6 0 R", b""
    )


def nested_bomb() -> bytes:
    """Zeros packed twice: few bytes that unpack to a gigabyte."""
    inner = zlib.compressobj(9)
    once = b"".join(inner.compress(bytes(1024**2)) for _ in range(1000)) + inner.flush()
    twice = zlib.compress(once, 9)
    filters = "/Filter [/FlateDecode /FlateDecode]"
    return good(page="/Contents 12 0 R", extra=[stream(twice, filters)]).replace(b"/Contents 6 0 R", b"")


def pixel_bomb(side=60_000) -> bytes:
    """A picture of 3.6 thousand million pixels in few bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(side * 8)) for _ in range(64)) + packer.flush()
    picture = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    page = "/Contents 13 0 R /Resources << /XObject << /P 12 0 R >> >>"
    extra = [stream(packed, picture + " /Filter /FlateDecode"), stream(b"595 0 0 842 0 0 cm /P Do")]
    content = good(pages=2, page=page, extra=extra)
    return content.replace(b"/Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >>", b"")


def slow_page(strokes=3_000_000) -> bytes:
    """A page with so many lines across it."""
    packed = zlib.compress(b"0 0 m 595 842 l S 595 0 m 0 842 l S\n" * (strokes // 2), 9)
    return good(page="/Contents 12 0 R", extra=[stream(packed, "/Filter /FlateDecode")]).replace(
        b"/Contents 6 0 R", b""
    )


def form_loop() -> bytes:
    """A drawing that contains itself."""
    form = stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 12 0 R >> >>")
    page = "/Contents 13 0 R /Resources << /XObject << /X 12 0 R >> >>"
    content = good(page=page, extra=[form, stream(b"/X Do")])
    return content.replace(b"/Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >>", b"")


def deep_nesting() -> bytes:
    return good(catalogue="/Deep " + "[" * 100_000 + "]" * 100_000)


def object_stream_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024**2)) for _ in range(200)) + packer.flush()
    bomb = stream(packed, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    return with_object_stream([(12, bomb)], [(1, b"<< /Type /Catalog /Pages 2 0 R >>")], 13).replace(b"/N 1 ", b"/N 1 ")


def many_objects(number=80_000) -> bytes:
    return good(extra=["null"] * number)


def huge_page() -> bytes:
    return good(box="[0 0 9999999 9999999]")


def flat_page() -> bytes:
    return good(box="[0 0 0.01 842]")


# --- what is no PDF


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def html() -> bytes:
    return b"<!DOCTYPE html><html><script>alert(1)</script></html>%PDF-1.7 %%EOF"


def program() -> bytes:
    return b"MZ" + bytes(500) + b"%PDF-1.4\n%%EOF"


# --- odd but good


def odd() -> dict[str, bytes]:
    """Files that real programs write, and that must be taken."""
    content = good()
    return {
        "as most programs write it today": compressed(content),
        "with a mark of byte order before": b"\xef\xbb\xbf" + content,
        "with blank lines before": b"\r\n\r\n" + content,
        "with old line ends after": content + b"\r\n\r\n\x00\x00",
        "with a link to a web page": link("/Type /Action /S /URI /URI (https://example.org/)"),
        "with a link to a mailbox": link("/S /URI /URI (mailto:leila@example.org)"),
        "with a link to a telephone": link("/S /URI /URI (tel:+33-1-00)"),
        "with a link without http": link("/S /URI /URI (www.example.org/leila)"),
        "with a link to the next page": link("/S /Named /N /NextPage"),
        "with a jump by an action": good(catalogue="/OpenAction << /S /GoTo /D [4 0 R /Fit] >>"),
        "with a font and a picture called F": good(extra=["<< /Font << /F 3 0 R >> /XObject << /F /None >> >>"]),
        "with an outline": good(
            catalogue="/Outlines 12 0 R",
            extra=[
                "<< /Type /Outlines /First 13 0 R /Last 14 0 R /Count 2 >>",
                "<< /Title (A) /Parent 12 0 R /Next 14 0 R /Dest [4 0 R /Fit] >>",
                "<< /Title (B) /Parent 12 0 R /Prev 13 0 R /A << /S /GoTo /D [5 0 R /Fit] >> >>",
            ],
        ),
        "with a jump to the first page": good(catalogue="/OpenAction [4 0 R /Fit]"),
        "with a wrong place of the table": content.replace(b"startxref\n", b"startxref\n1"),
        "with an empty list of attachments": good(catalogue="/Names << /EmbeddedFiles << /Names [] >> >>"),
        "with an ordinary form": good(catalogue="/AcroForm << /Fields [] >>"),
        "that talks of JavaScript": good(words="Ten years of HTML/JavaScript, /Launch and /JS"),
        "in landscape": good(box="[0 0 842 595]", page="/Rotate 90"),
        "of Letter size that starts elsewhere": good(box="[-100 -100 512 692]"),
        "changed once after it was made": updated(content),
        "of version 2.0": good(head=b"%PDF-2.0\n%\xe2\xe3\xcf\xd3\n"),
    }


def updated(content: bytes) -> bytes:
    """With a second table at its end, as an editor saves changes."""
    before = content.rindex(b"startxref\n") + 10
    previous = int(content[before:].split()[0])
    place = len(content)
    thing = b"6 0 obj\n" + stream(b"BT /F1 24 Tf 72 700 Td (Changed) Tj ET") + b"\nendobj\n"
    table = b"xref\n6 1\n%010d 00000 n \n" % place
    end = b"trailer\n<< /Size 12 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, place + len(thing))
    return content + thing + table + end
