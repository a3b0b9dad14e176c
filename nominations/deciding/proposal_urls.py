"""The optimiser's proposals, beneath the workbench of a year."""

from django.urls import path

from .views import proposals

urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("<uuid:pk>/", proposals.proposal, name="proposal"),
    path("<uuid:pk>/take/", proposals.take, name="proposal_take"),
    path("<uuid:pk>/discard/", proposals.discard, name="proposal_discard"),
]
