"""The account pages in a real browser: how they look to axe, a passkey from set-up to sign-in, and all without script."""

import pytest
from django.conf import settings
from django.test import Client

from portal.accounts.models import Invitation, RoleGrant
from portal.accounts.roles import Role
from tests.admin import do, list_of, page_of
from tests.browser import faults, faults_in_all_looks, sign_in
from tests.journeys.test_admin import faults as faults_of_admin
from tests.portal.authenticator import give_app
from tests.portal.mailbox import code_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
COMING_IN = ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "inactive/"]
OWN = [
    "profile/",
    "email/",
    "password/set/",
    "logout/",
    "sessions/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]


def press(page, words):
    page.locator("main").get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_where_people_come_in(browser_page, language):
    found = {}
    for path in COMING_IN:
        browser_page.goto(f"/{language}/accounts/{path}")
        found[path] = faults_in_all_looks(browser_page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_axe_finds_nothing_on_ones_own_account(browser_page, leila):
    leila.emailaddress_set.create(email="second@example.org", verified=True)
    leila.emailaddress_set.create(email="third.with.a.long.name@department.university.example.org")
    sign_in(browser_page, leila)
    found = {}
    for path in OWN:
        browser_page.goto(f"/en/accounts/{path}")
        found[path] = faults_in_all_looks(browser_page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_axe_finds_nothing_where_something_went_wrong(browser_page, jonas):
    found = {}
    browser_page.goto("/en/accounts/signup/")
    browser_page.locator("main form button.btn-primary").click()
    found["empty"] = faults_in_all_looks(browser_page)
    browser_page.goto("/en/accounts/login/")
    browser_page.get_by_label("E-mail address").fill("nobody@example.org")
    browser_page.get_by_label("Password").fill("wrong")
    press(browser_page, "Sign in")
    found["wrong password"] = faults_in_all_looks(browser_page)
    link = Invitation.send("new@example.org", Role.OFFICER, by=jonas).link
    for path in (link.removeprefix(settings.SITE_URL), "/en/accounts/invitation/gone/"):
        browser_page.goto(path)
        found[path] = faults_in_all_looks(browser_page)
    browser_page.complaints.clear()  # the 404 of the link that is gone

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_code_from_the_mail_signs_in_and_axe_finds_nothing_on_the_way(browser_page):
    browser_page.goto("/en/accounts/signup/")
    browser_page.get_by_label("E-mail address").fill("nia@example.org")
    press(browser_page, "Send me a code")
    waiting = faults_in_all_looks(browser_page)
    browser_page.get_by_label("Six-digit code").fill("000000")
    press(browser_page, "Continue")
    wrong = faults_in_all_looks(browser_page)
    browser_page.get_by_label("Six-digit code").fill(code_for("nia@example.org"))
    press(browser_page, "Continue")
    browser_page.wait_for_url("**/en/nominations/")

    assert (waiting, wrong) == ([], [])


def test_all_of_it_works_without_script(without_script):
    page = without_script
    page.goto("/en/accounts/signup/")
    page.get_by_label("E-mail address").fill("nia@example.org")
    press(page, "Send me a code")
    page.get_by_label("Six-digit code").fill(code_for("nia@example.org"))
    press(page, "Continue")
    page.goto("/en/accounts/profile/")
    page.get_by_label("Your name").fill("Nia New")
    press(page, "Save")
    assert page.get_by_text("Saved.").is_visible()
    press(page, "Sign out")
    page.goto("/en/accounts/login/")
    assert page.get_by_role("button", name="passkey").count() == 0
    page.get_by_label("E-mail address").fill("nia@example.org")
    press(page, "Sign in")
    page.get_by_label("Six-digit code").fill(code_for("nia@example.org", "login_code"))
    press(page, "Continue")
    page.wait_for_url("**/en/nominations/")


def test_the_second_step_and_its_codes_look_right(browser_page, leila):
    give_app(leila)
    leila.set_password("correct horse battery")
    leila.save()
    browser_page.goto("/en/accounts/login/")
    browser_page.get_by_label("E-mail address").fill(leila.email)
    browser_page.get_by_label("Password").fill("correct horse battery")
    press(browser_page, "Sign in")
    browser_page.wait_for_url("**/2fa/authenticate/")
    found = {"second step": faults_in_all_looks(browser_page)}
    sign_in(browser_page, leila)
    for path in ("2fa/", "reauthenticate/", "2fa/reauthenticate/", "password/change/"):
        browser_page.goto(f"/en/accounts/{path}")
        found[path] = faults_in_all_looks(browser_page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_passkey_is_set_up_and_signs_in_alone(browser_page, leila, live_server, settings):
    """Passkeys need a name, not a number: the same server as localhost."""
    settings.ALLOWED_HOSTS = ["localhost"]
    page, home = browser_page, f"http://localhost:{live_server.thread.port}"
    page.address = home
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    sign_in(page, leila)
    page.goto(f"{home}/en/accounts/2fa/webauthn/add/")
    page.get_by_label("Let me sign in with this passkey alone").check()
    press(page, "Set it up")
    page.wait_for_url("**/2fa/recovery-codes/")
    codes = faults(page)
    page.goto(f"{home}/en/accounts/2fa/webauthn/")
    keys = faults_in_all_looks(page)
    page.context.clear_cookies()

    page.goto(f"{home}/en/accounts/login/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/en/nominations/")

    assert (codes, keys) == ([], [])


def test_every_account_page_is_served_with_the_strict_policy(leila):
    client = Client()
    client.force_login(leila, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in OWN:
        policy = client.get(f"/en/accounts/{path}")["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


def test_axe_finds_nothing_where_heads_keep_accounts(browser_page, jonas, amina, leila, settings):
    settings.REQUIRE_STAFF_MFA = False
    give_app(leila)
    invitation = Invitation.send("new@example.org", Role.OFFICER, by=jonas)
    sign_in(browser_page, jonas)
    found = {}
    for path in (
        list_of(RoleGrant),
        page_of(amina.role_grants.get()),
        do(amina.role_grants.get(), "end"),
        list_of(Invitation),
        list_of(Invitation, "add"),
        page_of(invitation),
        page_of(leila),
        do(leila, "give_role"),
        do(leila, "lose_second_factor"),
    ):
        browser_page.goto(path)
        found[path] = faults_of_admin(browser_page)

    assert {path: faults for path, faults in found.items() if faults} == {}
