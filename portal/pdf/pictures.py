"""In the child: every page as a picture and as text."""

import base64
import json
import logging
from io import BytesIO

WIDTH, HEIGHT = 1000, 3000  # pixels at most
LETTERS_AT_MOST = 50_000  # of a page; a dense one has six thousand
LIGHT = 20  # pixels to a byte; a dense page of text has 80, and no photograph as many
COLOURS = 1 << 16  # with more it is a photograph or a scan: lossless takes long and is large
SHADES = [round(round(value / 255 * 31) * 255 / 31) for value in range(256)]  # 32 of each colour


def work(content: bytes) -> bytes:
    """JSON: {"pages": [{"text", "width", "height", "picture" (base64 of webp)}, ...]}."""
    import pypdfium2

    logging.disable()
    document = pypdfium2.PdfDocument(content)
    return json.dumps({"pages": [picture(document[number]) for number in range(len(document))]}).encode()


def picture(page) -> dict:
    width, height = page.get_size()
    bitmap = page.render(scale=min(WIDTH / width, HEIGHT / height), may_draw_forms=False)
    image = bitmap.to_pil().convert("RGB")
    made = {"width": image.width, "height": image.height, "picture": base64.b64encode(smallest(image)).decode()}
    return {"text": words(page), **made}


def smallest(image) -> bytes:
    """As webp: lossy is small for photographs; for text lossless is a third of it, and sharper, in fewer shades than show.

    Lossy takes longest, so it is tried only where lossless is impossible or not light already.
    """
    sharp = b""
    if image.getcolors(COLOURS) is not None:
        sharp = encoded(image.point(SHADES * 3), lossless=True, quality=50, method=4)
        if len(sharp) * LIGHT <= image.width * image.height:
            return sharp
    lossy = encoded(image, quality=80, method=4)
    return min(sharp or lossy, lossy, key=len)


def encoded(image, **how) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", **how)
    return out.getvalue()


def words(page) -> str:
    """The page's text; empty for a scan. U+FFFE is what the reader writes for a hyphen at a line's end."""
    text = page.get_textpage().get_text_range(count=min(page.get_textpage().count_chars(), LETTERS_AT_MOST))
    return (
        text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    )
