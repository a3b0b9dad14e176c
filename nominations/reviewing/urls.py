"""The committee's pages. Screening and assignment are in the admin."""

from django.urls import path

from .views import autosave, committee, committee_acts, committee_dossier, files, parting, queue, review, terms, thread

app_name = "reviewing"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("terms/", terms.terms, name="terms"),
    path("<uuid:pk>/", review.review, name="review"),
    path("<uuid:pk>/autosave/", autosave.autosave, name="autosave"),
    path("<uuid:pk>/skip/", parting.skip, name="skip"),
    path("<uuid:pk>/conflict/", parting.conflict, name="conflict"),
    path("<uuid:pk>/decline/", parting.decline, name="decline"),
    path("<uuid:pk>/cv/", files.file, {"kind": "cv"}, name="cv"),
    path("<uuid:pk>/statement/", files.file, {"kind": "statement"}, name="statement"),
    path("<uuid:pk>/pages/<slug:kind>/<int:number>/", files.page, name="page"),
    path("<uuid:pk>/remarks/", thread.remark, name="remark"),
    path("<uuid:pk>/remarks/<uuid:remark>/take-back/", thread.take_back, name="take_back"),
    # the chair's
    path("committee/", committee.committee, name="committee"),
    path("committee/file/", committee.table, name="committee_table"),
    path("committee/<uuid:pk>/", committee_dossier.dossier, name="committee_dossier"),
    path("committee/<uuid:pk>/<uuid:document>/", committee_dossier.file, name="committee_file"),
    path("committee/<uuid:pk>/<uuid:document>/<int:number>/", committee_dossier.page, name="committee_page"),
    path("committee/<uuid:pk>/give/", committee_acts.give, name="committee_give"),
    path("committee/<uuid:pk>/void/<uuid:assignment>/", committee_acts.void, name="committee_void"),
    path("committee/<uuid:pk>/conflict/", committee_acts.conflict, name="committee_conflict"),
    path("committee/<uuid:pk>/remarks/", committee_acts.remark, name="committee_remark"),
    path("committee/<uuid:pk>/remarks/<uuid:remark>/take-back/", committee_acts.take_back, name="committee_take_back"),
]
