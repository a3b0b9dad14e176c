"""Signing up by e-mail and code."""

import pytest
from allauth.account.models import EmailAddress

from portal.accounts.models import User
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db


def sign_up(client, email="new@example.org", language="en", **more):
    return client.post(f"/{language}/accounts/signup/", {"email": email, **more}, follow=True)


def test_an_address_and_a_code_open_an_account_without_a_password(client):
    page = sign_up(client, name="Nia New")
    assert "new@example.org" in page.content.decode()

    page = client.post("/en/accounts/confirm-email/", {"code": code_for("new@example.org")}, follow=True)

    user = User.objects.get()
    assert page.wsgi_request.user == user
    assert (user.name, user.language, user.has_usable_password()) == ("Nia New", "en", False)
    assert EmailAddress.objects.get().verified
