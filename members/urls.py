"""Who belongs: public pages, a country on its way in, and the people who act for a Member."""

from django.urls import path, register_converter

from .views import (
    accession,
    acting,
    application,
    applying,
    ballots,
    experts,
    groups,
    member,
    members,
    profile,
    sending_in,
)

app_name = "members"


class Code:
    """Two letters: what a Member's address ends with, so that words may stand in its place."""

    regex = "[A-Za-z]{2}"
    to_python = to_url = staticmethod(str)


register_converter(Code, "code")

urlpatterns = [
    # Members
    path("members/", members.members, name="members"),
    path("members/<code:code>/", member.member, name="member"),
    # groups and experts
    path("groups/", groups.groups, name="groups"),
    path("groups/across/", groups.across, name="across"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("experts/", experts.experts, name="experts"),
    path("experts/<uuid:public_id>/", experts.expert, name="expert"),
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/", profile.edit, name="profile_edit"),
    path("profile/affiliation/", profile.work, name="profile_work"),
    path("profile/publish/", profile.publish, name="profile_publish"),
    path("profile/unpublish/", profile.unpublish, name="profile_unpublish"),
    # a country on its way in
    path("members/join/", applying.join, name="join"),
    path("accessions/start/", applying.start, name="accession_start"),
    path("accessions/<uuid:pk>/", accession.detail, name="accession"),
    path("accessions/<uuid:pk>/form/", application.form, name="accession_form"),
    path("accessions/<uuid:pk>/form/autosave/", application.autosave, name="accession_autosave"),
    path("accessions/<uuid:pk>/check/", sending_in.check, name="accession_check"),
    path("accessions/<uuid:pk>/submit/", sending_in.submit, name="accession_submit"),
    path("accessions/<uuid:pk>/done/", sending_in.done, name="accession_done"),
    path("accessions/<uuid:pk>/withdraw/", accession.withdraw, name="accession_withdraw"),
    path("accessions/letters/<uuid:pk>/", accession.letter, name="accession_letter"),
    path("ballots/", ballots.ballots, name="ballots"),
    path("ballots/<uuid:pk>/", ballots.ballot, name="ballot"),
    path("ballots/<uuid:pk>/vote/", ballots.vote, name="vote"),
    path("ballots/<uuid:pk>/letter/", ballots.letter, name="ballot_letter"),
    # people who act for a Member
    path("acting/", acting.acting, name="acting"),
]
