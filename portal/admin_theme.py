"""How the admin looks and what stands in its side bar: the settings of the theme (django-unfold)."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def badge(request):
    """A sign in the header that this is the demo."""
    return [_("Demo"), "warning"] if settings.DEMO else None


def link(name, *args):
    return reverse_lazy(f"admin:{name}", args=args)


def entry(title, icon, name, active=None):
    """A line of the side bar. active: whether its page is open, by the request; else any page below its address."""
    address = link(name)
    return {
        "title": title,
        "icon": icon,
        "link": address,
        "active": active or (lambda request: request.path.startswith(str(address))),
    }


def is_front(request) -> bool:
    return request.path == str(link("index"))


def is_on_the_list(request) -> bool:
    """Screening stands below the list's address, and has an entry of its own."""
    return request.path.startswith(str(link("nominations_nomination_changelist"))) and not is_screening(request)


def is_screening(request) -> bool:
    return request.path.startswith(str(link("nominations_nomination_screening")))


UNFOLD = {
    "SITE_TITLE": _("Secretariat"),
    "SITE_HEADER": _("Secretariat"),
    "SITE_SUBHEADER": _("Global Partnership on AI"),
    "SITE_SYMBOL": "public",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "portal.admin_theme.badge",
    "BORDER_RADIUS": "6px",
    "STYLES": [lambda request: static("css/admin.css")],
    "COLORS": {
        "primary": {  # the brand's blue; 600 is --brand of tokens.css
            "50": "#eef4fb",
            "100": "#dce9f6",
            "200": "#bdd5ed",
            "300": "#90b8e0",
            "400": "#6a9fd6",
            "500": "#3d7cc0",
            "600": "#1c5494",
            "700": "#17467c",
            "800": "#133a66",
            "900": "#102a4c",
            "950": "#0b1c33",
        },
        "font": {
            "subtle-light": "var(--color-base-600)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-700)",
            "default-dark": "var(--color-base-300)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
    "DASHBOARD_CALLBACK": "portal.dashboard.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": _("The call"),
                "items": [
                    entry(_("What waits"), "dashboard", "index", active=is_front),
                    entry(_("Screening"), "fact_check", "nominations_nomination_screening"),
                    entry(
                        _("Nominations"), "assignment_ind", "nominations_nomination_changelist", active=is_on_the_list
                    ),
                    entry(_("Endorsements"), "verified", "nominations_endorsement_changelist"),
                    entry(_("Reviewers"), "rate_review", "reviewing_reviewer_changelist"),
                    entry(_("Assignments"), "assignment_turned_in", "reviewing_assignment_changelist"),
                    entry(_("Assignment runs"), "hub", "reviewing_assignmentrun_changelist"),
                    entry(_("Conflicts of interest"), "block", "reviewing_conflict_changelist"),
                    entry(_("Employers"), "domain", "reviewing_employer_changelist"),
                    entry(_("Publications"), "publish", "deciding_publication_changelist"),
                    entry(_("Offers"), "handshake", "deciding_offer_changelist"),
                    entry(_("Exports"), "download", "deciding_export_changelist"),
                    entry(_("Calls"), "campaign", "nominations_call_changelist"),
                    entry(_("Outbox"), "outgoing_mail", "notifications_message_changelist"),
                ],
            },
            {
                "title": _("The Partnership"),
                "items": [
                    entry(_("People"), "person", "members_person_changelist"),
                    entry(_("Appointments"), "event_seat", "members_appointment_changelist"),
                    entry(_("Imports"), "upload_file", "members_import_changelist"),
                    entry(_("Members"), "public", "members_member_changelist"),
                    entry(_("Delegates"), "record_voice_over", "members_delegate_changelist"),
                    entry(_("Accessions"), "move_to_inbox", "members_accession_changelist"),
                    entry(_("Ballots"), "how_to_vote", "members_ballot_changelist"),
                    entry(_("Working groups"), "groups", "members_workinggroup_changelist"),
                    entry(_("Projects"), "lab_profile", "members_project_changelist"),
                ],
            },
            {
                "title": _("The house"),
                "items": [
                    entry(_("Secretariat"), "badge", "accounts_rolegrant_changelist"),
                    entry(_("Accounts"), "manage_accounts", "accounts_user_changelist"),
                    entry(_("Invitations"), "mail", "accounts_invitation_changelist"),
                    entry(_("Log"), "history", "lifecycle_event_changelist"),
                ],
            },
        ],
    },
}
