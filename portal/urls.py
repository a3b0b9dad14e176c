"""The map of the site: one line per area."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import api
from portal.notifications.views import reminders
from portal.views import demo_mail, health, machines

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("demo/mail/", demo_mail.mails, name="demo_mails"),
    path("demo/mail/<slug:name>/", demo_mail.mail, name="demo_mail"),
    path("api/v1/", api.urls()),
    path("reminders/<str:token>/", reminders, name="reminders"),
    *i18n_patterns(
        path("", include("portal.pages")),
        path("accounts/", include("portal.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("nominations.urls")),
        path("review/", include("nominations.reviewing.urls")),
        path("", include("nominations.deciding.urls")),
        path("", include("members.urls")),
    ),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler429 = "portal.views.errors.too_many_requests"  # asked for by allauth
handler500 = "portal.views.errors.server_error"
