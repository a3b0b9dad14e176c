"""The project as an app (its commands and template tags), and the admin site it uses."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalConfig(AppConfig):
    name = "portal"


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"


class PortalStaticFilesConfig(StaticFilesConfig):
    """Of Bootstrap's wheel only the one file that our pages load."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "bootstrap-*", "bootstrap.rtl*", "bootstrap.css*", "bootstrap.*js*"]
