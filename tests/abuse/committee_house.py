"""The world of the role matrix with a committee at work, and a planted word in each place of one dossier and of one review.

A word tells where a wall is thin: SEEN_BY says who may come upon it. Whoever is barred from the dossier, by a conflict that is
in force, comes upon none of them, in no page, list, search, count's list, file or letter.
"""

import re
from functools import cached_property
from itertools import product

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from members.models import Likeness
from nominations.deciding.models import Decision, Export, Statistics
from nominations.deciding.models.proposing import Proposal
from nominations.models import Document, Endorsement
from nominations.reviewing.models import Assignment, AssignmentRun, Conflict, Remark
from nominations.reviewing.models.binding import declare, impose
from nominations.reviewing.models.reckoning import RULES
from portal.lifecycle.admin import LifecycleAdmin
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from tests import committee, decisions, make
from tests.accessions import pdf_file
from tests.portal.routes import routes
from tests.portal.world import OF_A_SHORTLIST, OF_THE_CHAIR, World
from tests.shortlists import shortlist_of

STAFF = {"officer", "head", "auditor"}
JUDGES = {"reviewer", "author", "chair"}
READERS = STAFF | JUDGES | {"candidate", "focal"}
SEEN_BY = {
    "Plantname": READERS,
    "N19-00001": READERS,
    "Plantbiography": READERS,
    "Plantevidence": STAFF | JUDGES | {"candidate"},
    "Plantinterest": STAFF | {"candidate"},
    "Plantnote": STAFF,
    "Plantquestion": STAFF | {"candidate"},
    "Plantstatement": STAFF | {"focal"},
    "Plantillness": STAFF,  # why this person was given more time
    "plantcv.pdf": READERS,
    "Planthidden": {"author", "chair"} | STAFF,  # the comment of a review
    "Plantdraft": {"reviewer"},  # the comment of one that nobody handed in
    "Plantcousin": STAFF,  # why somebody has a conflict
    "Plantremark": JUDGES | STAFF,
    "Plantwords": {"chair"} | STAFF,  # of a decision, for the candidate, who reads them once it is published
    "Plantfile": {"chair"} | STAFF,  # its note for the file
    "Plantreader": {"author", "chair", "barred chair", "barred officer", "barred head"}
    | STAFF,  # of the committee; who wrote that review
}
BARRED = ("barred officer", "barred reviewer", "barred chair", "barred head")
ROLES = ("visitor", "candidate", "other", "focal", "reviewer", "chair", "officer", "auditor", *BARRED)
OF_THE_PERSON = (  # pages of a human or an account, who are there for whoever reads people: the name alone may stand there
    "/admin/members/person/",
    "/admin/accounts/user/",
    "/admin/members/delegate/",
)
SEARCHES = (
    "nominations/nomination/?q=plantnam",
    "nominations/nomination/?q=n19-00001",
    "nominations/nomination/?call=2019&o=2",
    "nominations/nomination/screening/?q=plantnam",
    "nominations/nomination/screening/?call=2019",
    "nominations/endorsement/?q=plantnam",
    "nominations/endorsement/?call=2019",
    "notifications/message/?q=n19-00001",
    "notifications/message/?q=plant",
    "reviewing/conflict/?q=n19-00001",
    "reviewing/reviewer/?call=2019",
    "reviewing/assignmentrun/?call=2019",
    "reviewing/assignment/?q=n19-00001",
    "reviewing/assignment/?q=plantnam",
    "lifecycle/event/?p=2",
    "lifecycle/event/?p=3",
    "search/?s=plantnam",
    "search/?s=plantnam&extended=1",
)
COMMITTEE = ("?call=2019", "committee/?call=2019", "committee/?call=2019&order=mean", "committee/?call=2019&q=plantnam")


class CommitteeHouse(World):
    """Last year's call is in review. Planted: one dossier of three; the author's review of it waits in `hide`."""

    def __init__(self):
        super().__init__()
        head, self.year = self.people["head"], 2019
        self.review_call = call = committee.call_in_review(by=head, frozen=False, year=self.year)
        people = self.people
        people["candidate"] = make.user("plant@example.org", "Pia Account")
        people["barred officer"] = make.user("barred@example.org", "Bea Barred", role="officer")
        people["barred head"] = make.user("bert@example.org", "Bert Barred", role="head")
        self.planted = self.plant(call)
        people["other"] = committee.candidate(call, 2, by=head, residence="CL").person.user
        committee.candidate(call, 3, by=head)
        seats = {
            "reviewer": committee.reviewer(call, "rita@example.org", "Rita Reviewer", by=head),
            "author": committee.reviewer(call, "author@example.org", "Plantreader", by=head),
            "chair": committee.chair(call, by=head),
            "barred reviewer": committee.reviewer(call, "bo@example.org", "Bo Barred", by=head),
            "barred chair": committee.chair(call, "bibi@example.org", "Bibi Barred", by=head),
        }
        people |= {role: seat.user for role, seat in seats.items()}
        self.seats = seats
        call.freeze_tracks(by=head)
        self.publish_one(committee.candidate(call, 4, by=head))
        self.planted.refresh_from_db()
        for nomination in call.nominations.filter(status="eligible").order_by("number"):
            for role in ("reviewer", "author", "barred reviewer"):
                committee.given(nomination, seats[role], by=head)
        self.given = {one.reviewer.user_id: one for one in self.planted.assignments.select_related("reviewer__user")}
        now = timezone.now()
        self.remark = Remark.objects.create(
            nomination=self.planted, reviewer=seats["author"], text="Plantremark", at=now
        )
        self.remark.record("remarked", by=people["author"], at=now)
        draft = {"scores": {}, "recommendation": "", "comment": "Plantdraft"}
        self.given[people["reviewer"].pk].keep_draft(**draft, by=people["reviewer"])
        self.gather_acts()
        self.decide()
        for role in ("barred reviewer", "barred chair"):
            # as if somebody wrote it at this very moment: what was assigned has not ended yet, and the bar holds all the same
            fields = {"user": people[role], "kind": Conflict.Kind.NATIONALITY, "source": "FJ", "since": now}
            Conflict.objects.create(nomination=self.planted, **fields)
        declare(self.planted, people["barred officer"], reason="Plantcousin", by=people["barred officer"], at=now)
        impose(self.planted, people["barred head"], reason="Plantcousin", by=head, at=now)

    def gather_acts(self):
        """What is done to many at once and has the dossier among them: a batch of screening, runs of the solver."""
        head, call = self.people["head"], self.review_call
        self.planted_batch = call.batches.create(by=head)
        type(self.planted).objects.filter(pk=self.planted.pk).update(batch=self.planted_batch)
        pair = {"nomination": str(self.planted.pk), "reasons": ["group"], "anchor": False, "kept": False}
        pairs = [pair | {"reviewer": str(self.seats[role].pk)} for role in ("author", "reviewer")]
        why = {"left_out": [pairs[0] | {"why": "conflict"}], "dropped": [pairs[1]], "released": []}
        gives = [{"rule": "short", "nomination": str(self.planted.pk), "able": 0, "wanted": 2, "by": 2}]
        states = {
            "proposed": {"pairs": pairs, "report": {"gives": [], "dropped": pairs[1:]}},
            "deployed": {"pairs": pairs, "report": why},
            "infeasible": {"report": {"gives": gives, "dropped": []}},
        }
        told = {"call": call, "seed": 1, "rules": RULES | {"chosen": []}, "asked_by": head, "asked_at": timezone.now()}
        self.planted_shortlist = shortlist_of(self.planted, by=head)
        self.runs = [AssignmentRun.objects.create(status=state, **told, **more) for state, more in states.items()]

    def publish_one(self, nomination):
        """A list of somebody else is public already, so that there is a report."""
        head, decision = self.people["head"], decisions.selected(nomination, by=self.people["officer"])
        public = decisions.fixed_at_once(decision, by=self.people["officer"])
        public.release(by=head, seen=public.sha256)
        Statistics.make(nomination.call)

    def decide(self):
        """The dossier has a place in a list that is fixed, one of many in one act; a file has it among its rows."""
        head, call, planted = self.people["head"], self.review_call, self.planted
        told = {"group": decisions.group_of(planted).pk, "words": "Plantwords", "note": "Plantfile"}
        self.act = Decision.propose_many(call, {planted.pk: Proposal("reserve", **told)}, by=head)
        self.planted_list = decisions.fixed_at_once(planted.decisions.get(), by=head)
        taken = {"names": ["reference", "name"], "purpose": "For the council.", "format": "csv"}
        self.planted_file = Export.ask(call, **taken, by=self.people["barred officer"])
        self.planted_file.work()

    def plant(self, call):
        """The dossier, with a word in each of its places."""
        head, focal = self.people["head"], self.people["focal"]
        owner, at = self.people["candidate"], call.closes_at - (call.closes_at - call.opens_at) / 3
        self.member.delegates.filter(capacity="focal_point").update(since=call.opens_at)  # World names them a day ago
        nomination = make.nomination(author=owner, call=call, at=at)
        answers = {
            "given_name": "Pia",
            "family_name": "Plantname",
            "published_name": "Pia Plantname",
            "biography": "Plantbiography",
            "evidence_record": "Plantevidence",
            "interest_advisory": "Plantinterest",
            "nationality_3": "CA",
            "orcid": "",
        }
        committee.complete(nomination, answers=answers, at=at)
        nomination.documents.update(name="plantcv.pdf")
        call.extensions.create(
            person=nomination.person,
            until=call.closes_at + (call.closes_at - at),
            previous=call.closes_at,
            reason="Plantillness",
            by=head,
        )
        nomination.submit(by=owner, at=at)
        nomination.documents.get().read()
        word = Endorsement.request(nomination, self.member, by=owner, at=at)
        self.letter = word.attach_letter(pdf_file(), by=focal, at=at)
        word.give(statement="Plantstatement", by=focal, at=at)
        self.said = word
        nomination.add_note("Plantnote", by=head)
        self.asked = nomination.ask("Plantquestion", by=head)
        nomination.declare_eligible(by=head, at=call.closes_at)
        call.extensions.update(until=call.closes_at + (call.closes_at - at) / 1000)
        self.twin = make.person("Pia", "Plantnam", country="FR")
        Likeness.note(nomination.person, self.twin, Likeness.Reason.ORCID)
        return nomination

    def hide(self):
        """The review that the others must not come upon."""
        scores = {"Expertise": 1, "Record": 4, "International work": 2, "Motivation": 5, "Availability": 3}
        words = committee.words(self.review_call, scores=scores, comment="Planthidden")
        author = self.people["author"]
        Assignment.objects.get(pk=self.given[author.pk].pk).save_review(**words, by=author)

    # --- addresses

    def addresses(self):
        """(name, address) of every route, filled with what is planted; the searches and the committee's pages besides."""
        for route, name in routes().items():
            parts = parts_of(route)
            for values in product(*(self.values(name, part) for part in parts)):
                yield name, filled(route, dict(zip(parts, values, strict=True)))
        yield from (("search", f"/admin/{query}") for query in SEARCHES)
        yield from (("committee", f"/en/review/{query}") for query in COMMITTEE)

    def values(self, name, part) -> list:
        """What a part of an address may be: the planted thing, where there is one; else what the world has."""
        return self.planted_at(name, part) or [self.fill(name, part)]

    def planted_at(self, name, part) -> list:
        """The keys of what is planted, or all the verbs of a thing; nothing where a part leads to no dossier and no review."""
        model = re.match(r"admin:(?:admin/)?([a-z]+[_/][a-z]+)[_/]", name)
        table = model and model[1].replace("/", "_")
        if part == "object_id" and model:
            return self.rows.get(table, [])
        if part == "name" and model and name.endswith("_do"):
            verbs = [
                verb.name
                for kind, of_kind in admin.site._registry.items()
                if kind._meta.db_table == table and isinstance(of_kind, LifecycleAdmin)
                for verb in of_kind.verbs
            ]
            return verbs if table in self.rows else verbs[:1]  # one page asks for them all
        things = self.things
        return next(
            (things[key] for key in (f"{name} {part}", f"{name.partition(':')[0]} {part}") if key in things), []
        )

    @cached_property
    def rows(self) -> dict:
        """The admin's things that hang on the dossier, by table."""
        nomination, person = self.planted, self.planted.person
        about = {"about_kind": ContentType.objects.get_for_model(nomination), "about_id": str(nomination.pk)}
        letters = [
            Message.objects.filter(**about).first(),
            Message.objects.filter(text__contains="Plantquestion").first(),
        ]
        return {
            "nominations_nomination": [nomination.pk],
            "nominations_endorsement": [self.said.pk],
            "nominations_call": [self.review_call.pk],
            "members_person": [person.pk],
            "accounts_user": [person.user_id],
            "members_member": [self.member.pk],
            "notifications_message": [letter.pk for letter in letters],
            "lifecycle_event": [
                *(thing.story().first().pk for thing in (nomination, self.said, self.given[self.people["author"].pk])),
                Event.objects.get(thing_id=str(self.remark.pk)).pk,
            ],
            "reviewing_conflict": [nomination.conflicts.get(user=self.people[role]).pk for role in BARRED[:2]],
            "reviewing_assignment": [self.given[self.people["author"].pk].pk],
            "reviewing_reviewer": [self.seats[role].pk for role in ("author", "barred reviewer")],
            "reviewing_assignmentrun": [run.pk for run in self.runs],
            "deciding_publication": [self.planted_list.pk],
            "deciding_export": [self.planted_file.pk],
        }

    @cached_property
    def things(self) -> dict:
        """The other parts, by route or by the app that the route belongs to."""
        nomination, document = self.planted, Document.objects.get(nomination=self.planted)
        mine = [self.given[self.people[role].pk].pk for role in ("author", "reviewer", "barred reviewer")]
        return {
            "nominations pk": [nomination.pk],
            "nominations word": [self.said.pk],
            "nominations question": [self.asked.pk],
            "nominations:document pk": [document.pk],
            "nominations:document_page pk": [document.pk],
            "nominations:desk_letter pk": [self.letter.pk],
            **{
                f"nominations:desk_{page} pk": [self.said.pk]
                for page in ("endorsement", "withdraw", "endorse", "decline")
            },
            "reviewing pk": mine,
            **{f"reviewing:committee_{page} pk": [nomination.pk] for page in OF_THE_CHAIR},
            "reviewing document": [document.pk],
            "reviewing assignment": mine[:1],
            "reviewing remark": [self.remark.pk],
            "deciding year": [self.year],
            "api year": [self.year],
            **{f"deciding:{page} pk": [nomination.pk] for page in ("decision", "place", "take_back")},
            "deciding:undo number": [self.act.pk],
            "admin:deciding_publication_letter letter": [self.planted_list.letters.first().pk],
            "admin:deciding_publication_letter_html letter": [self.planted_list.letters.first().pk],
            **{f"deciding:{page} pk": [self.planted_shortlist.pk] for page in OF_A_SHORTLIST},
            "admin batch": [self.planted_batch.pk],
            "admin pk": [nomination.pk],
            "admin one": [nomination.person_id],
            "admin other": [self.twin.pk],
        }

    @cached_property
    def keys(self) -> set[str]:
        """Of all that is planted, as addresses have them."""
        keys = [key for held in (self.rows, self.things) for keys in held.values() for key in keys]
        return set(map(str, keys))


def parts_of(route) -> list[str]:
    return [one or other for one, other in re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", route)]


def filled(route, values) -> str:
    """The address of a route whose open parts have these values."""
    part = r"\^?\(\?P<(\w+)>[^)]*\)\$?|<(?:\w+:)?(\w+)>"
    return "/" + re.sub(part, lambda found: str(values[found[1] or found[2]]), route).rstrip("$")


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{body.decode('utf-8', 'replace')}"


def found_in(address, text, words) -> list[str]:
    """Which of the words stand in the text; on a page of the person their name is no find."""
    spared = {"Plantname"} if any(part in address for part in OF_THE_PERSON) else set()
    return [word for word in words if word in text and word not in spared]
