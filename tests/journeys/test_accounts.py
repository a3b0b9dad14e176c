"""The account pages in a real browser: a passkey from set-up to sign-in, and all without script."""

import re

import pytest
from django.test import Client

from tests.browser import faults, faults_in_all_looks, press, sign_in
from tests.portal.mailbox import code_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
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
    found = {"keys": faults_in_all_looks(page)}
    for address in re.findall(r'href="(/en/accounts/2fa/webauthn/keys/[^"]+)"', page.content()):
        assert page.goto(f"{home}{address}").status == 200
        found[address.rsplit("/", 2)[1]] = faults_in_all_looks(page)
    page.goto(f"{home}/en/accounts/2fa/webauthn/reauthenticate/")
    found["reauthenticate"] = faults_in_all_looks(page)
    page.context.clear_cookies()

    page.goto(f"{home}/en/accounts/login/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/en/nominations/")

    assert (codes, {name: words for name, words in found.items() if words}) == ([], {})
    assert set(found) == {"keys", "edit", "remove", "reauthenticate"}


def test_every_account_page_is_served_with_the_strict_policy(leila):
    client = Client()
    client.force_login(leila, backend="portal.accounts.signed_in.SignedIn")
    for path in OWN:
        policy = client.get(f"/en/accounts/{path}")["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
