"""Addresses of the pages that belong to no noun (included under /en/ and /fr/)."""

from django.urls import path

from portal.views import pages

app_name = "portal"

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("open-data/", pages.open_data, name="open_data"),
    path("contact/", pages.contact, name="contact"),
]
