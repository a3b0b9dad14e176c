"""What Members say of copied people: requests of applicants and nominations by Members, in all states and by all Members."""

from django.contrib.contenttypes.models import ContentType

from members.models import Delegate, Member
from nominations.models import EndorsementLetter
from portal.lifecycle.models import Event
from portal.notifications.models import Message

from .copies import APART, NAME, WHEN, copy, key

REQUESTS = 200  # that wait on the measured desk, from this many numbers; in a larger house they are no more
AMONG = 1_000
ASKED_AS = "requested " * 8 + "given " * 6 + "declined " * 3 + "lapsed " * 2 + "withdrawn"
NAMED_AS = "invited given given"  # while there are places
LEFT_OVER = "prepared declined lapsed withdrawn"
WIPED = ("declined", "lapsed")


def endorsements(named, asked, first, last):
    """For each number a request to a Member, and a nomination by one, of persons who are copied already.

    named: a nomination that was sent, with its letter. asked: a request to the Member whose desk is measured.
    """
    span = (first, last, "")
    members = list(Member.objects.order_by("code").values_list("pk", flat=True))
    others = [pk for pk in members if pk != asked.member_id] or members
    desk = f"n <= {AMONG} AND mod(n, {AMONG // REQUESTS}) = 0"
    to = f"CASE WHEN {desk} THEN {asked.member_id} ELSE {nth(others, 'n')} END"
    state = f"CASE WHEN {desk} THEN 'requested' ELSE {nth(ASKED_AS.split(), 'n * 7')} END"
    copy(type(asked), {"id": asked.pk}, span, **request_columns(to, state))
    groups = [seats.group_id for seats in named.call.seats_by_group]
    seat = f"n / {len(members) * len(groups)}"  # how many places of this Member and group the numbers before took
    by, group = nth(members, "n"), nth(groups, f"n / {len(members)}")
    left = f"{seat} < {named.call.quota - 1} AND {by} <> ({to})"  # the first place is of those who walked through the verbs
    state = f"CASE WHEN {left} THEN {nth(NAMED_AS.split(), 'n')} ELSE {nth(LEFT_OVER.split(), 'n')} END"
    copy(type(named), {"id": named.pk}, span, **naming_columns(by, group, f"2 + {seat}", state))
    kept = f"({state}) NOT IN {(*WIPED, 'withdrawn')}"
    copy(EndorsementLetter, {"endorsement_id": named.pk}, span, kept, id=key("paper"), endorsement_id=key("named"))
    for one, kind in ((asked, "asked"), (named, "named")):
        told(one, kind, span)


def nth(values: list, number: str) -> str:
    """One of these by a number, again and again."""
    return f"(ARRAY{values})[1 + mod({number}, {len(values)})]"


def request_columns(member, state) -> dict:
    answered = f"({state}) IN ('given', 'declined')"
    return {
        "id": key("asked"),
        "nomination_id": key("nomination"),
        "member_id": member,
        "status": state,
        "asked_at": WHEN,
        "answered_at": f"CASE WHEN {answered} THEN now() END",
        "given_by_id": f"CASE WHEN {answered} THEN {focal_point(member)} END",
        "told_at": WHEN,
    }


def naming_columns(member, group, place, state) -> dict:
    """What was typed is wiped of whoever did not agree; a place is taken while somebody is asked or has agreed."""
    agreed, gone = f"({state}) = 'given'", f"({state}) IN {(*WIPED, 'withdrawn')}"
    kept = {"name": NAME, "search_name": f"lower({NAME})", "email": "'copy-' || n || '@example.net'"}
    typed = {name: f"CASE WHEN {gone} THEN '' ELSE {value} END" for name, value in kept.items()}
    return typed | {
        "id": key("named"),
        "member_id": member,
        "group_id": group,
        "status": state,
        "statement": f"CASE WHEN {gone} THEN '' ELSE src.statement END",
        "rank": f"CASE WHEN {gone} THEN NULL ELSE n / 100 END",
        "place": f"CASE WHEN ({state}) IN ('invited', 'given') THEN {place} END",
        "nomination_id": f"CASE WHEN {agreed} THEN {key('nomination')} END",
        "asked_at": f"CASE WHEN ({state}) <> 'prepared' THEN {WHEN} END",
        "agreed_at": f"CASE WHEN {agreed} THEN now() END",
        "answered_at": f"CASE WHEN ({state}) IN ('given', 'declined') THEN now() END",
        "prepared_by_id": focal_point(member),
        "given_by_id": f"CASE WHEN ({state}) <> 'prepared' THEN {focal_point(member)} END",
    }


def focal_point(member: str) -> str:
    """The Delegate who gives the word of a Member; NULL where it has none."""
    whose = dict(Delegate.objects.filter(capacity="focal_point").order_by("-since").values_list("member", "pk"))
    cases = " ".join(f"WHEN {member} THEN {delegate}" for member, delegate in whose.items())
    return f"CASE ({member}) {cases} END" if cases else "NULL::bigint"


def told(one, kind, span):
    """The story and the letters of each."""
    about = ContentType.objects.get_for_model(one).pk
    thing = f"{key(kind)}::text"
    copy(Event, {"kind_id": about, "thing_id": str(one.pk)}, span, thing_id=thing)
    gone = {"status": "'sent'", "sent_at": WHEN, "written_at": WHEN, "tried_at": WHEN, "secret": "NULL"}
    where, to = {"about_kind_id": about, "about_id": str(one.pk)}, "'copy-' || n || '@example.net'"
    whose = f"CASE WHEN src.recipient_id IS NULL THEN NULL ELSE {APART} + n END"
    letters = {"id": "gen_random_uuid()", "key": "key || '/' || n", "about_id": thing, "to": to, "recipient_id": whose}
    copy(Message, where, span, **letters, **gone)
