"""The shortest curriculum: a strip of one page, because a picture of it is made for everybody and costs what it measures."""

import json

import typst

STRIP = """#let cv = json(bytes(sys.inputs.cv))
#set page(width: 210mm, height: 32mm, margin: 8mm)
#set document(title: cv.name)
= #cv.name
#cv.position, #cv.organisation. Evaluations of language models before they are used in public services. (Invented.)
"""


def strip(person) -> bytes:
    """A PDF of one page."""
    told = {"name": person.name, "position": person.position, "organisation": person.organisation}
    return typst.compile(STRIP.encode(), sys_inputs={"cv": json.dumps(told)})
