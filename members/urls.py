"""Who belongs: public pages."""

from django.urls import path

from .views import groups, members

app_name = "members"

urlpatterns = [
    path("members/", members.members, name="members"),
    path("groups/", groups.groups, name="groups"),
]
