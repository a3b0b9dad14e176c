"""Account pages of our own, beside allauth's (both stand under /accounts/)."""

from django.urls import path

from .views import invitation, profile

urlpatterns = [
    path("profile/", profile.profile, name="account_profile"),
    path("invitation/<str:token>/", invitation.invitation, name="account_invitation"),
]
