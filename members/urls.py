"""Who belongs: public pages."""

app_name = "members"

urlpatterns: list = []
