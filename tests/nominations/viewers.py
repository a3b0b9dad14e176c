"""STATE BY VIEWER: what each reader is told at /nominations/<id>/, in each state of a nomination and of what Members said.

A row is a state, then one answer for each of VIEWERS: words that stand on the page, or 404, the page that is missing.
France (A) and Germany (B) are Members, each with a focal point; France has a deputy and a council delegate, too.
The person asked France unless the state says otherwise. `tests/nominations/test_viewers.py` builds each state by
walking the verbs, asks every page, and knows what must never stand on a page of a Member's desk (NEVER).
"""

VIEWERS = ("person", "focal A", "deputy A", "focal B", "council A", "stranger", "officer", "auditor", "visitor")

TABLE = """
state                             | person                              | focal A                      | deputy A                     | focal B | council A | stranger | officer | auditor
draft, nobody asked               | complete it and submit it           | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
draft, A asked                    | France has not answered yet         | Not submitted yet            | Not submitted yet            | 404     | 404       | 404      | 404     | 404
draft, A endorses                 | France endorses you                 | Not submitted yet            | Not submitted yet            | 404     | 404       | 404      | 404     | 404
draft, A asked, then taken back   | complete it and submit it           | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
draft, A named and was agreed to  | France nominates you                | Not submitted yet            | Not submitted yet            | 404     | 404       | 404      | 404     | 404
submitted, nobody asked           | You can change it until             | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A asked                | France has not answered yet         | She leads the evaluation     | She leads the evaluation     | 404     | 404       | 404      | 404     | 404
submitted, A endorses             | France endorses you                 | She leads the evaluation     | She leads the evaluation     | 404     | 404       | 404      | 404     | 404
submitted, A declined             | France does not endorse you         | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A did not answer       | France did not answer in time       | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A is late unswept      | France did not answer in time       | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A took its word back   | France has withdrawn its endorsement| 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A is suspended         | France endorses you                 | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A named                | France nominates you                | nobody scores it             | nobody scores it             | 404     | 404       | 404      | 404     | 404
submitted, A named, withdrawn     | France has withdrawn its nomination | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
submitted, A and B asked          | Germany has not answered yet        | judged by the rules          | judged by the rules          | She leads the evaluation | 404 | 404 | 404 | 404
submitted, A asked, B named       | Germany nominates you               | judged by the rules          | judged by the rules          | nobody scores it         | 404 | 404 | 404 | 404
returned, A endorses              | Returned to you for correction      | Returned to the person       | Returned to the person       | 404     | 404       | 404      | 404     | 404
eligible, held, A endorses        | conditions                          | conditions                   | conditions                   | 404     | 404       | 404      | 404     | 404
not eligible, held, A endorses    | conditions                          | conditions                   | conditions                   | 404     | 404       | 404      | 404     | 404
eligible, told, A endorses        | reads and scores it                 | Eligible: waiting for review | Eligible: waiting for review | 404     | 404       | 404      | 404     | 404
not eligible, told, A endorses    | does not meet the conditions        | Not eligible                 | Not eligible                 | 404     | 404       | 404      | 404     | 404
withdrawn, A endorses             | You withdrew this nomination        | Withdrawn by the person      | Withdrawn by the person      | 404     | 404       | 404      | 404     | 404
draft deleted, A endorses         | 404                                 | 404                          | 404                          | 404     | 404       | 404      | 404     | 404
"""

READ_BY_DESK = (  # what the desk of A reads in these states, and in no other
    "submitted, A asked",
    "submitted, A endorses",
    "submitted, A named",
    "submitted, A and B asked",
    "submitted, A asked, B named",
    "returned, A endorses",
    "eligible, held, A endorses",
    "not eligible, held, A endorses",
    "eligible, told, A endorses",
    "not eligible, told, A endorses",
)

NEVER = {  # on no page of a desk, in any state: answers that are not for it, and what the secretariat writes
    "gender": "Selfdescribed",
    "phone": "+33 1 45 24 82 00",
    "nationality": "Lebanon",
    "second group": "Data Governance",
    "evidence": "The audit method that four ministries use.",
    "interests": "Advisory board of a statistical office",
    "address": "nominee@example.org",
    "reason of the return": "Your years do not add up",
    "reason of not being eligible": "The office that you hold",
    "note": "Looked up in the register",
}


PAGES = """
page                            | person | focal A | deputy A | focal B | council A | stranger | officer | auditor
detail                          | 200    | 200     | 200      | 404     | 404       | 404      | 404     | 404
check                           | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
done                            | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
endorsement                     | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
section                         | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
clarification                   | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
receipt_json                    | 200    | 404     | 404      | 404     | 404       | 404      | 200     | 200
the CV that counts              | 200    | 200     | 200      | 404     | 404       | 404      | 200     | 200
its first page                  | 200    | 200     | 200      | 404     | 404       | 404      | 200     | 200
the CV of an earlier version    | 200    | 404     | 404      | 404     | 404       | 404      | 200     | 200
a CV that was not submitted     | 200    | 404     | 404      | 404     | 404       | 404      | 404     | 404
the supporting statement        | 200    | 404     | 404      | 404     | 404       | 404      | 200     | 200
desk_endorsement                | 404    | 200     | 200      | 404     | 404       | 404      | 404     | 404
the Member's letter             | 404    | 200     | 200      | 404     | 404       | 404      | 200     | 200
"""  # of a nomination that was submitted twice, changed since, and endorsed by A with a letter


def rows(table=TABLE) -> list[tuple[str, dict]]:
    """(state or page, viewer to words or status) of each row of a table; a visitor is sent to sign in everywhere."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(state, dict(zip(head[1:], answers, strict=True))) for state, *answers in lines]
