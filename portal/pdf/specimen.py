"""A page of our own, in the simplest PDF there is: the nursery reads it once, so that its children find all at hand."""

OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 84]>>",
    b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length 48>>stream\nBT /F 12 Tf 20 40 Td (A specimen of ours) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def specimen() -> bytes:
    """The file, with its table of where each object stands."""
    written, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(OBJECTS, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    foot = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(written))
    return written + head + table + foot
