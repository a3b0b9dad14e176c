"""The workbench, where decisions are made, and what follows from them. Publishing is in the admin."""

from django.urls import include, path

from .views import decision, many, offers, places, proofs, report, reserve, statistics, workbench

app_name = "deciding"

urlpatterns = [
    path("committee/<int:year>/proposals/", include("nominations.deciding.proposal_urls")),
    path("committee/<int:year>/", workbench.workbench, name="workbench"),
    path("committee/<int:year>/report/", report.report, name="report"),
    path("committee/<int:year>/report.pdf", report.report_pdf, name="report_pdf"),
    path("committee/<int:year>/report.csv", report.report_csv, name="report_csv"),
    path("offers/<uuid:pk>/", offers.offer, name="offer"),
    path("offers/<uuid:pk>/accept/", offers.accept, name="offer_accept"),
    path("offers/<uuid:pk>/decline/", offers.decline, name="offer_decline"),
    path("offers/<uuid:pk>/letter/", proofs.letter, name="offer_letter"),
    path("verify/", proofs.verify, name="verify"),
    path("reserve/<uuid:pk>/leave/", reserve.leave, name="reserve_leave"),
    path("committee/<int:year>/statistics/", statistics.inside, name="statistics_inside"),
    path("statistics/<int:year>/", statistics.statistics, name="statistics"),
    path("statistics/<int:year>/data.csv", statistics.data_csv, name="statistics_csv"),
    path("statistics/<int:year>/data.json", statistics.data_json, name="statistics_json"),
    path("committee/<int:year>/many/", many.many, name="many"),
    path("committee/<int:year>/many/<int:number>/undo/", many.undo, name="undo"),
    path("committee/<int:year>/texts/", decision.texts, name="texts"),
    path("committee/<int:year>/reserve/", places.lists, name="places"),
    path("committee/<int:year>/<uuid:pk>/", decision.decision, name="decision"),
    path("committee/<int:year>/<uuid:pk>/place/", places.place, name="place"),
    path("committee/<int:year>/<uuid:pk>/take-back/", decision.take_back, name="take_back"),
]
