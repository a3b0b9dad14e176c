"""THE ROLE MATRIX: who gets what at which address.

A row has two lines of six answers, to GET and to POST (with an empty form and the right token), in the order

    visitor, applicant, other applicant, officer, head, auditor

where `applicant` owns the thing behind the address. An answer is a status code, or `in` (on to the sign-in), or `go`
(on to another page). A stranger's 404 is the 404 of a missing page.

A new address: add its name to the group whose answers it should have, or make a group. Admin pages of a model go by
the patterns below; a page that differs gets a row of its own, which goes before the patterns. Parts of addresses
that nothing fills yet are filled in `world.py`.
"""

from fnmatch import fnmatchcase

GROUPS = [
    # --- public
    (
        "200 200 200 200 200 200",
        "200 200 200 200 200 200",
        """healthz readyz robots sitemap security reminders
        portal:home portal:about portal:privacy portal:accessibility portal:contact
        members:members members:groups nominations:call nominations:questions account_reset_password""",
    ),
    ("200 200 200 200 200 200", "405 405 405 405 405 405", "account_inactive account_password_reset_completed"),
    ("404 404 404 404 404 404", "404 404 404 404 404 404", "demo_mails demo_mail"),  # in the demo alone
    # --- coming in
    ("200 go go go go go", "200 go go go go go", "account_login account_signup account_request_login_code"),
    ("in go go go go go", "in go go go go go", "account_email_verification_sent mfa_authenticate mfa_login_webauthn"),
    ("go go go go go go", "go go go go go go", "account_confirm_login_code account_complete_password_reset"),
    ("in in in in in in", "in in in in in in", "account_confirm_password_reset_code"),
    ("go 200 200 200 200 200", "go go go go go go", "account_logout"),
    ("200 200 200 200 200 200", "go 200 200 200 200 200", "account_invitation"),  # of somebody who has no account yet
    # --- one's own account
    (
        "in 200 200 200 200 200",
        "in 200 200 200 200 200",
        "account_profile account_set_password mfa_activate_totp mfa_add_webauthn",
    ),
    ("in 200 200 200 200 200", "in go go go go go", "account_email usersessions_list"),
    ("in 200 200 200 200 200", "in 405 405 405 405 405", "mfa_index mfa_list_webauthn"),
    ("in go go go go go", "in go go go go go", "account_change_password"),  # none has one: on to setting it
    (
        "in 403 403 403 403 403",  # none has a password or a second step to confirm with
        "in 403 403 403 403 403",
        "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn",
    ),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "mfa_deactivate_totp mfa_remove_webauthn mfa_edit_webauthn",
    ),
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "mfa_view_recovery_codes"),
    ("in 404 404 404 404 404", "in 404 404 404 404 404", "mfa_download_recovery_codes"),
    ("in 200 200 200 200 200", "in 200 200 200 200 200", "mfa_generate_recovery_codes"),
    # --- one's own nomination
    ("in 200 200 200 200 200", "in 200 200 200 200 200", "nominations:mine"),
    ("go go go 200 200 200", "go go go go go go", "nominations:start"),
    (
        "in 200 404 404 404 404",
        "in 200 404 404 404 404",
        "nominations:detail nominations:check nominations:done nominations:clarification",
    ),
    (
        "in 200 404 404 404 404",
        "in go 404 404 404 404",
        "nominations:withdraw nominations:documents nominations:section",
    ),
    (
        "in 404 404 404 404 404",
        "in go 404 404 404 404",
        "nominations:reinstate nominations:delete",
    ),  # not in this state
    ("in 405 405 405 405 405", "in 200 404 404 404 404", "nominations:submit"),
    ("in 405 405 405 405 405", "in go 404 404 404 404", "nominations:send_link nominations:remove_document"),
    ("405 405 405 405 405 405", "401 200 404 404 404 404", "nominations:autosave"),
    (
        "in 200 404 200 200 200",
        "in 405 405 405 405 405",
        "nominations:receipt nominations:receipt_json nominations:document",
    ),
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "nominations:document_page"),  # no worker has made it yet
    # --- the admin as a whole
    ("go 404 404 200 200 200", "go 404 404 200 200 200", "admin:index admin:app_list"),
    ("in 404 404 200 200 200", "in 404 404 200 200 200", "admin:search"),
    ("in 404 404 go go go", "in 404 404 go go go", "admin:login"),
    ("go 404 404 405 405 405", "go 404 404 go go go", "admin:logout"),
    ("go 404 404 go go go", "go 404 404 go go go", "admin:password_change admin:password_change_done"),
    ("go 404 404 403 403 403", "go 404 404 405 405 405", "admin:autocomplete"),
    ("go 404 404 200 200 200", "go 404 404 405 405 405", "admin:jsi18n"),
    ("go 404 404 404 404 404", "go 404 404 404 404 404", "admin:view_on_site admin:admin/(?P<url>.*)$"),
    # --- what a head alone does
    (
        "in 404 404 403 200 403",
        "in 404 404 403 go 403",
        "admin:accounts_user_do admin:accounts_rolegrant_do admin:accounts_invitation_do",
    ),
    ("in 404 404 403 200 403", "in 404 404 403 200 403", "admin:accounts_invitation_add"),
    # --- what officer and head do, and the auditor does not
    ("in 404 404 200 200 403", "in 404 404 go go 403", "admin:nominations_nomination_do"),
    ("in 404 404 go go 403", "in 404 404 go go 403", "admin:nominations_nomination_many"),
    (
        "in 404 404 go go 403",
        "in 404 404 200 200 403",
        "admin:nominations_nomination_export admin:notifications_message_do",
    ),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:nominations_call_do admin:nominations_call_add"),
    ("in 404 404 200 200 200", "in 404 404 200 200 403", "admin:nominations_call_change"),
    # --- pages of a model in the admin, by pattern
    ("in 404 404 200 200 200", "in 404 404 200 200 200", "admin:*_changelist"),
    ("in 404 404 200 200 200", "in 404 404 405 405 405", "admin:*_change"),
    ("in 404 404 403 403 403", "in 404 404 405 405 405", "admin:*_add"),
    ("in 404 404 403 403 403", "in 404 404 403 403 403", "admin:*_delete"),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "admin:*_history admin:*_many admin:*_do",
    ),  # a verb nobody has
    ("in 404 404 go go go", "in 404 404 go go go", "admin:admin/*/<path:object_id>/"),
]
WITHOUT_TOKEN = {"reminders"}  # mail programs POST there for the reader (RFC 8058)


def row(name: str) -> tuple[list[str], list[str]] | None:
    """The answers to GET and POST by role, or None for an address that has no row."""
    rows = [(names.split(), get.split(), post.split()) for get, post, names in GROUPS]
    exact = next(((get, post) for names, get, post in rows if name in names), None)
    return exact or next(
        ((get, post) for names, get, post in rows if any("*" in known and fnmatchcase(name, known) for known in names)),
        None,
    )
