"""Ways through pages that no address alone opens: each walk yields "name of the address" or "name, what differs".

A walk is given the browser's page, without a session, and the world of tests/portal/world.py; while it waits at a
`yield`, the test looks at the page. WALKS says beforehand which addresses each of them passes.
"""

from datetime import timedelta

from django.utils import timezone

from nominations.models import Nomination
from portal.notifications import tasks
from portal.notifications.models.silence import stop_address
from tests import committee, decisions, endorsements, make
from tests.browser import go_by, press, sign_in
from tests.portal.authenticator import digits, give_app
from tests.portal.mailbox import code_for

PASSWORD = "correct horse battery"
HOME = "/en/accounts/"


def send(page):
    """The first button of the page's form."""
    go_by(page.locator("main form button.btn-primary").first)


def fill(page, **answers):
    for name, value in answers.items():
        page.locator(f'main [name="{name}"]:not([type=hidden])').first.fill(value)
    send(page)


def by_code(page, world):
    page.goto(HOME + "login/")
    fill(page, login="somebody@example.org", password="wrong")
    yield "account_login, wrong password"
    page.goto(HOME + "login/code/")
    send(page)
    yield "account_request_login_code, empty"
    fill(page, email="other@example.org")
    yield "account_confirm_login_code"
    fill(page, code="000000")
    yield "account_confirm_login_code, wrong code"


def signing_up(page, world):
    page.goto(HOME + "signup/")
    send(page)
    yield "account_signup, empty"
    fill(page, email="nia@example.org", name="Nia")
    yield "account_email_verification_sent"
    fill(page, code="000000")
    yield "account_email_verification_sent, wrong code"


def new_password(page, world):
    page.goto(HOME + "password/reset/")
    send(page)
    yield "account_reset_password, empty"
    fill(page, email="other@example.org")
    yield "account_confirm_password_reset_code"
    fill(page, code="000000")
    yield "account_confirm_password_reset_code, wrong code"
    fill(page, code=code_for("other@example.org"))
    yield "account_complete_password_reset"
    fill(page, password1="short")
    yield "account_complete_password_reset, too short"


def second_step(page, world):
    """Password, then the app's digits; with both fresh, the pages that ask for them open."""
    key = give_app(make.user("pia@example.org", "Pia", password=PASSWORD))
    page.goto(HOME + "login/")
    fill(page, login="pia@example.org", password=PASSWORD)
    yield "mfa_authenticate"
    fill(page, code="000000")
    yield "mfa_authenticate, wrong digits"
    fill(page, code=digits(key))
    page.goto(HOME + "2fa/")
    yield "mfa_index, with an app"
    page.goto(HOME + "2fa/totp/deactivate/")
    fill(page, password=PASSWORD)  # asked for once more before this
    yield "mfa_deactivate_totp"
    page.goto(HOME + "2fa/recovery-codes/generate/")
    send(page)
    yield "mfa_view_recovery_codes"
    page.goto(HOME + "password/change/")
    send(page)
    yield "account_change_password, empty"


def confirming(page, world):
    """The session is there, but what came with it is not fresh."""
    account = make.user("una@example.org", "Una", password=PASSWORD)
    give_app(account)
    sign_in(page, account)
    for name, path in {
        "account_reauthenticate": "reauthenticate/",
        "mfa_reauthenticate": "2fa/reauthenticate/",
    }.items():
        page.goto(HOME + path)
        yield name
        send(page)
        yield f"{name}, empty"


def own_account(page, world):
    """What can be wrong on one's own pages."""
    account = world.people["other"]
    sign_in(page, account)
    page.goto(HOME + "2fa/totp/activate/")
    fill(page, code="000000")
    yield "mfa_activate_totp, wrong digits"
    account.emailaddress_set.create(email="second@example.org", verified=True)
    account.emailaddress_set.create(email="third.with.a.long.name@department.university.example.org")
    page.goto(HOME + "profile/")
    fill(page, name="")
    yield "account_profile, no name"
    page.goto(HOME + "email/")
    send(page)
    yield "account_email, empty"
    page.goto(HOME + "password/set/")
    fill(page, password1="short")
    yield "account_set_password, too short"


def invited(page, world):
    """A link that is no longer open, and one that somebody else opens."""
    sign_in(page, world.people["other"])
    page.goto(world.address("account_invitation", "en/accounts/invitation/<token>/"))
    yield "account_invitation, of somebody else"
    page.goto(HOME + "invitation/gone/")
    yield "account_invitation, gone"


def own_nomination(page, world):
    """What can be wrong where a nomination is handed in, asked about, taken back and deleted."""
    author, nomination = world.people["applicant"], world.nomination
    sign_in(page, author)
    nomination.save_section("work", {"position": "Chair"}, by=author)
    page.goto(f"{nomination.get_absolute_url()}check/")
    send(page)
    yield "nominations:submit, not declared"
    page.goto(f"{nomination.get_absolute_url()}questions/{world.question.pk}/")
    send(page)
    yield "nominations:clarification, empty"
    page.goto(f"{nomination.get_absolute_url()}withdraw/")
    send(page)
    yield "nominations:detail, withdrawn"
    page.goto(f"{nomination.get_absolute_url()}reinstate/")
    yield "nominations:reinstate"
    page.context.clear_cookies()
    sign_in(page, world.people["other"])
    draft = Nomination.objects.get(person__user=world.people["other"])
    page.goto(f"{draft.get_absolute_url()}delete/")
    yield "nominations:delete"


def named_by_a_member(page, world):
    """The link of a Member's letter, opened by another account, by the person, and again when all is over."""
    there = world.address("nominations:consent", "en/consent/<token>/")
    sign_in(page, world.people["other"])
    page.goto(there)
    yield "nominations:consent, another account"
    page.context.clear_cookies()
    nia = make.user(world.named.email, "Nia Okafor")
    page.goto(there)
    send(page)
    yield "account_request_login_code, on the way to agree"
    page.context.clear_cookies()
    sign_in(page, nia)
    page.goto(there)
    yield "nominations:consent, the person"
    send(page)
    yield "nominations:detail, agreed"
    page.goto(there)
    yield "nominations:consent, agreed"
    page.context.clear_cookies()
    page.goto(there)
    yield "nominations:consent, agreed and signed out"
    world.named.withdraw(by=world.people["focal"])
    page.goto(there)
    yield "nominations:consent, withdrawn"
    again = endorsements.invited(world.call, world.member, world.people["focal"])
    page.goto(there.replace(world.named.token, f"{again.token}/decline"))
    yield "nominations:consent_decline"
    send(page)
    yield "nominations:consent, declined"


def the_demos_mail(page, world):
    """Sends a letter with a line that is long and cannot be broken: a link."""
    world.nomination.send_link(by=world.people["applicant"])
    tasks.sweep()
    page.goto("/demo/mail/")
    yield "demo_mails"
    press(page, "the link to come back", "link", exact=False)
    for part in ("Headers", "HTML, as source"):
        page.get_by_text(part).click()
    yield "demo_mail"


def no_more_reminders(page, world):
    page.goto(stop_address(world.people["other"]))
    send(page)
    yield "reminders, stopped"


def before_and_after(page, world):
    """The public pages when there is no open call. Last, since nothing else works then."""
    page.goto("/en/members/?on=tomorrow")
    yield "members:members, a day mistyped"
    page.goto("/en/call/")
    page.locator("details.more > summary").click()
    yield "nominations:call, the capitals' clocks"
    world.call.closes_at = timezone.now() - timedelta(hours=1)
    world.call.save()
    page.goto("/en/call/")
    yield "nominations:call, closed"
    page.goto("/en/")
    yield "portal:home, closed"


def acting_for_a_member(page, world):
    council, member = world.people["council"], world.member
    delegate = council.delegations.get()
    sign_in(page, council)
    for number in range(60):
        member.record(f"looked over {number}", by=council, capacity=delegate.as_what)
    page.goto("/en/acting/")
    yield "members:acting, a council delegate"
    page.goto("/en/acting/?page=1")
    yield "members:acting, older acts"
    officer = {"by": world.people["officer"], "reason": "Dues."}
    member.leave(timezone.now().date() + timedelta(days=30), **officer)
    page.goto("/en/acting/")
    yield "members:acting, it leaves"
    member.suspend(**officer)
    make.delegate(council, make.member("GH", "Ghana", admitted_on=timezone.now().date() + timedelta(days=9)), "council")
    make.delegate(council, member, "deputy", since=timezone.now() + timedelta(days=9))
    page.goto("/en/acting/")
    yield "members:acting, suspended, another of the future"
    delegate.end(by=world.people["officer"])
    page.goto("/en/acting/")
    yield "members:acting, a predecessor"


def own_application(page, world):
    """What can be wrong where a country's application is begun, filled in, sent in and taken back."""
    contact, accession = world.people["contact"], world.accession
    sign_in(page, contact)
    page.goto("/en/accessions/start/")
    page.locator("main select").select_option("CA")
    send(page)
    yield "members:accession_start, a Member"
    page.goto(f"{accession.get_absolute_url()}form/")
    fill(page, position="", signed_on="2019-01-01")
    yield "members:accession_form, not complete"
    accession.save_answers({"position": "Head"}, by=contact)
    fill(page, position="Chair", signed_on="2026-01-15")
    yield "members:accession_form, two versions"
    send(page)
    yield "members:accession_check"
    send(page)
    yield "members:accession_submit, not declared"
    page.goto(f"{accession.get_absolute_url()}withdraw/")
    send(page)
    yield "members:accession, withdrawn"


def at_a_members_desk(page, world):
    """A request with more said than fits, many at once, a nomination that is not complete, and who may only read."""
    focal, member, call = world.people["focal"], world.member, world.call
    call.balance_en, call.nationals_cap = "Nominate as many women as men.", 1
    call.save()
    sign_in(page, focal)
    page.goto("/en/desk/?all=requested")
    yield "nominations:desk, all requests ticked"
    press(page, "Endorse those ticked")
    yield "nominations:desk_many"
    page.goto(world.asking.get_absolute_url())
    fill(page, statement="x" * 3001)
    yield "nominations:desk_endorse, too long"
    page.goto("/en/desk/nominate/")
    fill(page, name="W" * 120, email="nowhere", statement="x" * 3001)
    yield "nominations:desk_nominate, not complete"
    page.goto(f"{page.locator('main form').first.get_attribute('action')}?check=1")
    yield "nominations:desk_change, not complete"
    fill(page, email=world.named.email)
    yield "nominations:desk_change, refused"
    page.goto("/en/desk/date/")
    fill(page, until="2020-01-01")
    yield "nominations:desk_date, in the past"
    page.context.clear_cookies()
    deputy = make.user("deputy@example.org", "Dora Deputy")
    make.delegate(deputy, member, "deputy")
    sign_in(page, deputy)
    page.goto("/en/desk/")
    yield "nominations:desk, a deputy"
    member.suspend(by=world.people["officer"], reason="Dues.")
    page.goto("/en/desk/")
    yield "nominations:desk, suspended"


def a_nomination_at_a_desk(page, world):
    """What a Member's desk reads of a nomination: submitted, a draft, and one with words that no line can hold."""
    focal, nomination = world.people["focal"], world.nomination
    owner = world.people["applicant"]
    sign_in(page, focal)
    nomination.documents.get(kind="cv").read()
    page.goto(nomination.get_absolute_url())
    yield "nominations:detail, asked"
    page.goto(world.asking.nomination.get_absolute_url())
    yield "nominations:detail, a draft"
    world.word.give(by=focal)
    nomination.save_section("work", {"position": "Rindfleischetikettierung" * 4}, by=owner)
    nomination.save_section("contribution", {"biography": "W" * 300}, by=owner)
    nomination.submit(by=owner)
    page.goto(nomination.get_absolute_url())
    yield "nominations:detail, endorsed"
    nomination.withdraw(by=owner)
    page.goto(nomination.get_absolute_url())
    yield "nominations:detail, withdrawn by the person"


def asking_members(page, world):
    """Where somebody asks Members: none to ask, one to ask, asked, answered, demanded, too late."""
    other, focal, call = world.people["other"], world.people["focal"], world.call
    draft = world.asking.nomination
    sign_in(page, other)
    here = f"{draft.get_absolute_url()}endorsement/"
    page.goto(here)
    yield "nominations:endorsement, asked"
    press(page, "No longer ask Canada")
    yield "nominations:endorsement, taken back"
    press(page, "Ask Canada")
    yield "nominations:endorsement, asked again"
    draft.endorsements.get(status="requested").decline(by=focal)
    call.endorsing = "required"
    call.save()
    page.goto(here)
    yield "nominations:endorsement, declined and required"
    page.goto(draft.get_absolute_url())
    yield "nominations:detail, required"
    page.goto(f"{draft.get_absolute_url()}check/")
    yield "nominations:check, required"
    call.endorsement_until = timezone.now() - timedelta(hours=1)
    call.save()
    page.goto(here)
    yield "nominations:endorsement, too late"


def a_review(page, world):
    """What a reviewer meets: half a review, each tab, what is said of one that is in, a conflict, an abstention, the end."""
    waiting, done = world.assignment.get_absolute_url(), world.reviewed.get_absolute_url()
    world.assignment.version.documents.get().read()
    sign_in(page, world.people["reviewer"])
    page.goto(waiting)
    send(page)
    yield "reviewing:review, not complete"
    for show in ("text", "statements", "answers"):
        page.goto(f"{waiting}?show={show}")
        yield f"reviewing:review, {show}"
    page.goto(done)
    yield "reviewing:review, with a conversation"
    press(page, "Send to the committee")
    yield "reviewing:remark, empty"
    page.goto(f"{waiting}conflict/")
    send(page)
    yield "reviewing:conflict, not said"
    page.goto(f"{waiting}decline/")
    send(page)
    yield "reviewing:decline, not said"
    page.get_by_label("I abstain").check()
    send(page)
    yield "reviewing:queue, the end"
    page.goto("/en/review/terms/")
    yield "reviewing:terms, facts that stand"
    accepted, world.seat.terms_accepted_at = world.seat.terms_accepted_at, None
    world.seat.save()
    page.goto("/en/review/terms/")
    send(page)
    yield "reviewing:terms, not complete"
    world.seat.terms_accepted_at = accepted
    world.seat.save()
    world.judged_call.review_until = timezone.now()
    world.judged_call.save()
    page.goto(done)
    yield "reviewing:review, closed"


def an_offer(page, world):
    """To accept it; then what lies on the way of somebody on a reserve list; and whether a letter is ours."""
    sign_in(page, world.people["applicant"])
    address = f"/en/offers/{world.offer.pk}/"
    page.goto(f"/en/nominations/{world.offer.decision.nomination_id}/")
    yield "nominations:detail, selected"
    page.goto("/en/nominations/")
    yield "nominations:mine, selected"
    page.goto(address)
    yield "deciding:offer"
    page.goto(f"{address}decline/")
    yield "deciding:offer_decline"
    page.goto(f"{address}accept/")
    yield "deciding:offer_accept"
    page.get_by_label("I have nothing to declare").uncheck()
    for box in page.locator("main textarea").all():
        box.fill("")
    send(page)
    yield "deciding:offer_accept, nothing said"
    page.get_by_label("I have nothing to declare").check()
    send(page)
    yield "deciding:offer, accepted"
    page.goto("/en/verify/")
    fill(page, sha256="12")
    yield "deciding:verify, no hash"
    fill(page, sha256="0" * 64)
    yield "deciding:verify, not ours"
    author, head = world.people["other"], world.people["head"]
    place = decisions.on_list(committee.candidate(world.judged_call, 4, by=head, author=author), by=head)
    sign_in(page, author)
    page.goto(f"/en/nominations/{place.nomination_id}/")
    yield "nominations:detail, on the reserve list"
    press(page, "Leave the reserve list", "link")
    yield "deciding:reserve_leave"
    send(page)
    yield "nominations:detail, off the list"


def deciding(page, world):
    """As the chair: a choice as it would be, one nomination, and many at once."""
    sign_in(page, world.people["chair"])
    here, waiting = f"/en/committee/{world.judged_call.year}/", world.assignment.nomination
    page.goto(f"{here}?row={waiting.number}")
    yield "deciding:workbench, as it would be"
    page.goto(f"{here}?q=nobody")
    yield "deciding:workbench, nobody found"
    page.goto(f"{here}{waiting.pk}/")
    send(page)
    yield "deciding:decision, not said"
    page.goto(f"{here}many/?row={waiting.number}")
    yield "deciding:many"
    page.goto(f"{here}many/?row={waiting.number}&outcome=reserve")
    yield "deciding:many, what changes"
    send(page)
    page.goto(f"{here}reserve/")
    yield "deciding:places, one is proposed"


WALKS = {
    deciding: {"deciding:workbench", "deciding:decision", "deciding:many", "deciding:places"},
    an_offer: {
        "deciding:offer",
        "deciding:offer_accept",
        "deciding:offer_decline",
        "deciding:reserve_leave",
        "deciding:verify",
        "nominations:detail",
        "nominations:mine",
    },
    a_review: {
        "reviewing:review",
        "reviewing:remark",
        "reviewing:conflict",
        "reviewing:decline",
        "reviewing:queue",
        "reviewing:terms",
    },
    a_nomination_at_a_desk: {"nominations:detail"},
    asking_members: {"nominations:endorsement", "nominations:detail", "nominations:check"},
    at_a_members_desk: {
        "nominations:desk",
        "nominations:desk_many",
        "nominations:desk_endorse",
        "nominations:desk_nominate",
        "nominations:desk_change",
        "nominations:desk_date",
    },
    acting_for_a_member: {"members:acting"},
    by_code: {"account_login", "account_request_login_code", "account_confirm_login_code"},
    signing_up: {"account_signup", "account_email_verification_sent"},
    new_password: {
        "account_reset_password",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
    },
    second_step: {
        "mfa_authenticate",
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "account_change_password",
    },
    confirming: {"account_reauthenticate", "mfa_reauthenticate"},
    own_account: {"account_profile", "account_email", "account_set_password", "mfa_activate_totp"},
    invited: {"account_invitation"},
    named_by_a_member: {
        "nominations:consent",
        "nominations:consent_decline",
        "nominations:detail",
        "account_request_login_code",
    },
    the_demos_mail: {"demo_mails", "demo_mail"},
    no_more_reminders: {"reminders"},
    own_nomination: {
        "nominations:submit",
        "nominations:clarification",
        "nominations:detail",
        "nominations:reinstate",
        "nominations:delete",
    },
    own_application: {
        "members:accession_start",
        "members:accession_form",
        "members:accession_check",
        "members:accession_submit",
        "members:accession",
    },
    before_and_after: {"members:members", "nominations:call", "portal:home"},
}
OF_ACCOUNTS = (new_password, invited, by_code, signing_up, second_step, confirming, no_more_reminders, own_account)
