"""THE ROLE MATRIX: who gets what at which address.

A row has two lines of six answers, to GET and to POST (with an empty form and the right token), in the order

    visitor, applicant, other applicant, officer, head, auditor

where `applicant` owns the thing behind the address, and the people of MORE get what the other applicant gets, unless the
row has a fourth part that says otherwise: `{"council": "200 go"}` (to GET and to POST). An answer is a status code, or `in` (on to the sign-in), or `go`
(on to another page). A stranger's 404 is the 404 of a missing page.

A new address: add its name to the group whose answers it should have, or make a group. Admin pages of a model go by
the patterns below; a page that differs gets a row of its own, which goes before the patterns. Parts of addresses
that nothing fills yet are filled in `world.py`.
"""

from fnmatch import fnmatchcase

FIRST = ("visitor", "applicant", "other", "officer", "head", "auditor")
MORE = (
    "contact",
    "focal",
    "council",
    "predecessor",
    "expert",
    "reviewer",
    "chair",
)  # of a country, of Canada (three), of nothing but a term, of the committee of last year's call (two)
ROLES = FIRST + MORE
SEATED = ("reviewer", "chair")
STAFF = ("officer", "head", "auditor")
PEOPLE = tuple(role for role in ROLES if role not in ("visitor", *STAFF))
REFUSED = {"in", "401", "403", "404", "405"}

GROUPS = [
    # --- public
    (
        "200 200 200 200 200 200",
        "200 200 200 200 200 200",
        """deciding:verify healthz readyz robots sitemap security reminders
        portal:home portal:about portal:open_data portal:privacy portal:accessibility portal:contact
        members:members members:member members:groups members:group members:across members:experts members:expert nominations:call nominations:questions account_reset_password""",
    ),
    ("200 200 200 200 200 200", "405 405 405 405 405 405", "account_inactive account_password_reset_completed"),
    (
        "200 200 200 200 200 200",
        "405 405 405 405 405 405",
        "api:openapi-json api:members api:groups api:projects api:experts api:appointments",
    ),
    ("200 200 200 200 200 200", "405 405 405 405 405 405", "api:*_csv api:statistics"),
    (
        "200 200 200 200 200 200",
        "405 405 405 405 405 405",
        "deciding:statistics deciding:statistics_csv deciding:statistics_json",
    ),
    ("404 404 404 404 404 404", "405 405 405 405 405 405", "api:api-root"),
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
    ("in 200 200 200 200 200", "in 200 200 200 200 200", "members:acting"),
    # --- an expert's own profile
    ("in 200 200 200 200 200", "in 405 405 405 405 405", "members:profile"),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "members:profile_edit members:profile_work",
        {"expert": "200 200"},
    ),
    (
        "in 405 405 405 405 405",
        "in 404 404 404 404 404",
        "members:profile_publish members:profile_unpublish",
        {"expert": "405 go"},
    ),
    # --- one's own nomination
    ("in 200 200 200 200 200", "in 200 200 200 200 200", "nominations:mine"),
    ("go go go 200 200 200", "go go go go go go", "nominations:start", dict.fromkeys(MORE, "200 go")),
    (
        "in 200 404 404 404 404",
        "in 200 404 404 404 404",
        "nominations:check nominations:done nominations:clarification",
    ),
    ("in 200 404 404 404 404", "in 200 404 404 404 404", "nominations:detail", {"focal": "200 200"}),  # it was asked
    (
        "in 200 404 404 404 404",
        "in go 404 404 404 404",
        "nominations:withdraw nominations:documents nominations:section",
    ),
    ("in 200 404 404 404 404", "in go 404 404 404 404", "nominations:endorsement"),
    ("in 405 405 405 405 405", "in go 404 404 404 404", "nominations:take_back"),
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
        "nominations:receipt nominations:receipt_json",
    ),
    ("in 200 404 200 200 200", "in 405 405 405 405 405", "nominations:document", {"focal": "200 405"}),  # the CV
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "nominations:document_page"),  # no worker has made it yet
    # --- one's own offer
    ("in 200 404 404 404 404", "in 405 405 405 405 405", "deciding:offer"),
    ("in 200 404 404 404 404", "in 200 404 404 404 404", "deciding:offer_accept"),
    ("in 200 404 404 404 404", "in go 404 404 404 404", "deciding:offer_decline"),
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "deciding:offer_letter"),  # nobody accepted it yet
    ("in 404 404 404 404 404", "in 404 404 404 404 404", "deciding:reserve_leave"),  # theirs is no such place
    # --- a Member's nomination, to whoever has the link of the letter; it went to nobody of these
    ("200 200 200 200 200 200", "405 405 405 405 405 405", "nominations:consent"),
    ("405 405 405 405 405 405", "go go go go go go", "nominations:consent_agree"),
    ("200 go go go go go", "go go go go go go", "nominations:consent_decline"),
    # --- the desk of a Member
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "nominations:desk", {"focal": "200 405"}),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "nominations:desk_nominate nominations:desk_change nominations:desk_date",
        {"focal": "200 200"},
    ),
    (
        "in 404 404 404 404 404",
        "in 405 405 405 405 405",
        "nominations:desk_endorsement nominations:desk_letter",
        {"focal": "200 405"},
    ),  # of what was never sent
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "nominations:desk_send nominations:desk_drop nominations:desk_withdraw",
        {"focal": "200 go"},
    ),
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "nominations:desk_rank"),  # nobody said where
    (
        "in 405 405 405 405 405",
        "in 404 404 404 404 404",
        "nominations:desk_many nominations:desk_endorse nominations:desk_decline",
        {"focal": "405 go"},
    ),
    # --- a country's application
    ("200 200 200 200 200 200", "200 200 200 200 200 200", "members:join"),
    ("go 200 200 200 200 200", "go 200 200 200 200 200", "members:accession_start"),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "members:accession members:accession_check members:accession_done",
        {"contact": "200 200"},
    ),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "members:accession_form members:accession_withdraw",
        {"contact": "200 go"},
    ),
    ("405 405 405 405 405 405", "401 404 404 404 404 404", "members:accession_autosave", {"contact": "405 200"}),
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "members:accession_submit", {"contact": "405 200"}),
    ("in 404 404 200 200 200", "in 405 405 405 405 405", "members:accession_letter", {"contact": "200 405"}),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:members_accession_do"),
    # --- ballots, for the council delegates of Members on the roll
    ("in 200 200 200 200 200", "in 405 405 405 405 405", "members:ballots"),
    (
        "in 404 404 404 404 404",
        "in 405 405 405 405 405",
        "members:ballot members:ballot_letter",
        {"council": "200 405"},
    ),
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "members:vote", {"council": "405 200"}),
    # --- the optimiser's proposals at the workbench
    ("in 404 404 200 200 200", "in 404 404 go go 404", "deciding:proposals", {"chair": "200 go"}),
    ("in 404 404 200 200 200", "in 405 405 405 405 405", "deciding:proposal", {"chair": "200 405"}),
    (
        "in 405 405 405 405 405",
        "in 404 404 go go 404",
        "deciding:proposal_take deciding:proposal_discard",
        {"chair": "405 go"},
    ),
    # --- the committee: a reviewer with one nomination that waits and one that is reviewed, and the chair
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "reviewing:queue", dict.fromkeys(SEATED, "200 405")),
    ("in 404 404 404 404 404", "in 404 404 404 404 404", "reviewing:terms", dict.fromkeys(SEATED, "200 400")),
    ("in 404 404 404 404 404", "in 404 404 404 404 404", "reviewing:review", {"reviewer": "200 200"}),
    (
        "in 404 404 404 404 404",
        "in 404 404 404 404 404",
        "reviewing:conflict reviewing:decline",
        {"reviewer": "200 400"},
    ),
    ("405 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:skip", {"reviewer": "405 go"}),
    ("405 405 405 405 405 405", "401 404 404 404 404 404", "reviewing:autosave", {"reviewer": "405 200"}),
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "reviewing:cv", {"reviewer": "200 405"}),
    (
        "in 404 404 404 404 404",
        "in 405 405 405 405 405",
        "reviewing:statement reviewing:page",
    ),  # none, and not made yet
    ("405 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:remark", {"reviewer": "405 409"}),
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:take_back", {"reviewer": "405 go"}),
    (
        "in 404 404 404 404 404",
        "in 405 405 405 405 405",
        "reviewing:committee reviewing:committee_dossier reviewing:committee_file",
        {"chair": "200 405"},
    ),
    ("in 404 404 404 404 404", "in 405 405 405 405 405", "reviewing:committee_page"),  # not made yet
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:committee_table", {"chair": "405 200"}),
    (
        "405 405 405 405 405 405",
        "in 404 404 404 404 404",
        "reviewing:committee_void reviewing:committee_conflict",
        {"chair": "405 400"},
    ),
    ("in 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:committee_give reviewing:committee_take_back"),
    ("405 405 405 405 405 405", "in 404 404 404 404 404", "reviewing:committee_remark", {"chair": "405 409"}),
    # --- the workbench: staff, and the chair of last year's call
    (
        "in 404 404 200 200 200",
        "in 405 405 405 405 405",
        "deciding:workbench deciding:report deciding:statistics_inside",
        {"chair": "200 405"},
    ),
    (
        "in 404 404 404 404 404",
        "in 405 405 405 405 405",
        "deciding:report_pdf deciding:report_csv",
    ),  # nothing published
    ("in 404 404 200 200 200", "in 405 405 405 405 405", "deciding:places", {"chair": "200 405"}),
    ("in 404 404 200 200 404", "in 404 404 400 400 404", "deciding:decision", {"chair": "200 400"}),
    ("in 405 405 405 405 405", "in 404 404 go go 404", "deciding:texts deciding:take_back", {"chair": "405 go"}),
    ("in 404 404 go go 404", "in 404 404 go go 404", "deciding:many", {"chair": "go go"}),  # nobody is chosen
    (
        "in 405 405 405 405 405",
        "in 404 404 404 404 404",
        "deciding:undo deciding:place",
    ),  # nothing there
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
    ("in 404 404 200 200 403", "in 404 404 go go 403", "admin:nominations_nomination_do admin:members_appointment_do"),
    (
        "in 404 404 go go 403",
        "in 404 404 go go 403",
        "admin:nominations_nomination_many admin:members_appointment_many",
    ),
    (
        "in 404 404 go go 403",
        "in 404 404 200 200 403",
        "admin:nominations_nomination_export admin:notifications_message_do",
    ),
    (
        "in 404 404 200 200 403",
        "in 404 404 200 200 403",
        "admin:nominations_call_do admin:nominations_call_add admin:members_appointment_add",
    ),
    ("in 404 404 200 200 200", "in 404 404 200 200 403", "admin:nominations_call_change"),
    ("in 404 404 200 200 200", "in 404 404 405 405 405", "admin:nominations_call_gaps"),
    ("in 404 404 200 200 403", "in 404 404 405 405 403", "admin:nominations_call_gaps_csv"),
    ("in 404 404 go go 403", "in 404 404 go go 403", "admin:nominations_call_nudge"),  # nobody is chosen
    # --- screening: officer and head decide, the auditor reads
    ("in 404 404 200 200 200", "in 404 404 405 405 405", "admin:nominations_nomination_screening"),
    ("in 404 404 200 200 200", "in 404 404 200 200 403", "admin:nominations_nomination_screen"),
    ("in 404 404 405 405 405", "in 404 404 go go 403", "admin:nominations_nomination_screen_undo"),
    ("in 404 404 200 200 403", "in 404 404 404 404 403", "admin:nominations_nomination_passing"),  # of no page
    ("in 404 404 200 200 200", "in 404 404 go go 403", "admin:nominations_nomination_batch"),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:members_delegate_add"),
    ("in 404 404 200 200 403", "in 404 404 go go 403", "admin:members_delegate_do"),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:members_member_do"),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:members_import_add"),
    ("in 404 404 200 200 403", "in 404 404 go go 403", "admin:members_import_do"),
    ("in 404 404 200 200 200", "in 404 404 405 405 405", "admin:members_import_example"),
    (
        "in 404 404 200 200 403",
        "in 404 404 200 200 403",
        """admin:members_person_do admin:members_person_add
        admin:members_project_do admin:members_project_add admin:members_workinggroup_do""",
    ),
    ("in 404 404 200 200 200", "in 404 404 405 405 405", "admin:members_person_duplicates admin:members_person_pair"),
    ("in 404 404 go go 403", "in 404 404 200 200 403", "admin:members_person_merge"),
    ("in 404 404 go go 403", "in 404 404 go go 403", "admin:members_person_distinct admin:members_person_indistinct"),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:members_person_undo"),
    (
        "in 404 404 200 200 403",
        "in 404 404 200 200 403",
        "admin:reviewing_conflict_do admin:reviewing_employer_do admin:reviewing_employer_add",
    ),
    ("in 404 404 go go 403", "in 404 404 go go 403", "admin:reviewing_conflict_many"),
    (
        "in 404 404 200 200 403",
        "in 404 404 200 200 403",
        """admin:reviewing_reviewer_do admin:reviewing_reviewer_add admin:reviewing_assignment_do
        admin:reviewing_assignmentrun_add admin:deciding_publication_add admin:deciding_export_add""",
    ),
    ("in 404 404 200 200 403", "in 404 404 200 200 403", "admin:reviewing_assignment_add admin:deciding_offer_do"),
    (
        "in 404 404 200 200 403",
        "in 404 404 go go 403",
        "admin:reviewing_assignmentrun_do admin:deciding_publication_do admin:deciding_export_do",
    ),
    (
        "in 404 404 200 200 200",
        "in 404 404 405 405 405",
        """admin:deciding_publication_letters admin:deciding_publication_letter
        admin:deciding_publication_letter_html""",
    ),
    ("in 404 404 405 405 405", "in 404 404 200 403 403", "admin:deciding_export_take"),
    ("in 404 404 go go 403", "in 404 404 go go 403", "admin:reviewing_assignment_many admin:reviewing_assignment_give"),
    # --- pages of a model in the admin, by pattern
    ("in 404 404 200 200 200", "in 404 404 200 200 200", "admin:*_changelist admin:members_appointment_ends"),
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
    exact = next((each for each in GROUPS if name in each[2].split()), None)
    found = exact or next((each for each in GROUPS if matches(name, each[2])), None)
    return found and (answers(*found, part=0), answers(*found, part=1))


def by_role(name: str, method: str) -> dict[str, str]:
    """Role to its answer to GET or to POST."""
    return dict(zip(ROLES, row(name)[method == "post"], strict=True))


def answer(response) -> str:
    """A status code, or where it leads."""
    if response.status_code in (301, 302):
        return "in" if "/accounts/login/" in response["location"] and "/code/" not in response["location"] else "go"
    if response.streaming:
        b"".join(response.streaming_content)
    return str(response.status_code)


def knocking(address: str, turn: int) -> tuple:
    """Who asks there: everybody; but all who are no staff stand before one door of the admin, so one of them by turns."""
    return ("visitor", PEOPLE[turn % len(PEOPLE)], *STAFF) if address.startswith("/admin/") else ROLES


def asking(address: str, answers: dict, turn: int) -> list:
    """Who asks there: the visitor, and whoever gets something; where all who are signed in get the same, three by turns.

    Of those who are refused alike some by turns, one of the staff and two of the others; one, where it is not for them.
    """
    signed_in = ROLES[1:]
    if {answers[role] for role in signed_in} in ({"200"}, {"go"}):
        return ["visitor", *(signed_in[(turn + step) % len(signed_in)] for step in (0, 4, 8))]
    asks = ["visitor"]
    for kind, number in ((PEOPLE, 1 if address.startswith("/admin/") else 2), (STAFF, 1)):
        for answer in dict.fromkeys(answers[role] for role in kind):
            alike = [role for role in kind if answers[role] == answer]
            asks += some(alike, turn, 1 if answer == "405" else number) if answer in REFUSED else alike
    return asks


def some(roles, turn, number) -> list:
    """So many of them by turns, far from each other."""
    places = ((turn + step * len(roles) // number) % len(roles) for step in range(number))
    return [roles[place] for place in dict.fromkeys(places)]


def matches(name: str, names: str) -> bool:
    return any("*" in known and fnmatchcase(name, known) for known in names.split())


def answers(get, post, names, more=None, *, part) -> list[str]:
    """One answer for each of ROLES; part: 0 for GET, 1 for POST."""
    first = (get, post)[part].split()
    other = first[FIRST.index("other")]
    return first + [more[role].split()[part] if role in (more or {}) else other for role in MORE]
