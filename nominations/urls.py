"""The call, and one's own nominations."""

from django.urls import path

from .views import calls, nominations

app_name = "nominations"

urlpatterns = [
    path("call/", calls.current, name="call"),
    path("call/questions/", calls.questions, name="questions"),
    path("nominations/", nominations.mine, name="mine"),
    path("nominations/start/", nominations.start, name="start"),
    path("nominations/<uuid:pk>/", nominations.detail, name="detail"),
    path("nominations/<uuid:pk>/check/", nominations.check, name="check"),
    path("nominations/<uuid:pk>/submit/", nominations.submit, name="submit"),
    path("nominations/<uuid:pk>/<slug:section>/", nominations.section, name="section"),
]
