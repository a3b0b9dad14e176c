"""The call, and one's own nominations."""

from django.urls import path

from .views import attaching, calls, clarifications, documents, mine, sections, submission, task_list, withdrawal

app_name = "nominations"

urlpatterns = [
    path("call/", calls.current, name="call"),
    path("call/questions/", calls.questions, name="questions"),
    path("nominations/", mine.mine, name="mine"),
    path("nominations/start/", mine.start, name="start"),
    path("nominations/<uuid:pk>/", task_list.detail, name="detail"),
    path("nominations/<uuid:pk>/check/", submission.check, name="check"),
    path("nominations/<uuid:pk>/submit/", submission.submit, name="submit"),
    path("nominations/<uuid:pk>/done/", submission.done, name="done"),
    path("nominations/<uuid:pk>/withdraw/", withdrawal.withdraw, name="withdraw"),
    path("nominations/<uuid:pk>/reinstate/", withdrawal.reinstate, name="reinstate"),
    path("nominations/<uuid:pk>/delete/", withdrawal.delete, name="delete"),
    path("nominations/<uuid:pk>/link/", withdrawal.send_link, name="send_link"),
    path("nominations/<uuid:pk>/questions/<uuid:question>/", clarifications.clarification, name="clarification"),
    path("nominations/<uuid:pk>/documents/", attaching.documents, name="documents"),
    path("nominations/<uuid:pk>/documents/<slug:kind>/remove/", attaching.remove, name="remove_document"),
    path("nominations/<uuid:pk>/receipt/<int:number>/", documents.receipt, name="receipt"),
    path("nominations/<uuid:pk>/receipt/<int:number>.json", documents.receipt_json, name="receipt_json"),
    path("nominations/documents/<uuid:pk>/", documents.document, name="document"),
    path("nominations/documents/<uuid:pk>/pages/<int:number>/", documents.page, name="document_page"),
    path("nominations/<uuid:pk>/<slug:section>/", sections.section, name="section"),
    path("nominations/<uuid:pk>/<slug:section>/autosave/", sections.autosave, name="autosave"),
]
