"""Coming into the admin in tests: signed in, the second factor apart."""

from django.urls import reverse

from tests.portal.pages import Page

BACKEND = "portal.accounts.signed_in.SignedIn"


def enter(client, user):
    """A session of this person, as after a log-in."""
    client.force_login(user, backend=BACKEND)
    return client


def page_of(thing, kind="change"):
    """The address of a thing in the admin."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{kind}", args=[thing.pk])


def list_of(model, kind="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}")


def do(thing, verb):
    """The address of a verb's page and act."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_do", args=[thing.pk, verb])


def many(model, verb):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_many", args=[verb])


def sent_back(client, call, **changes):
    """What a browser would send from this call's page, with these fields changed: what no page shows is not sent."""
    forms = Page(client.get(page_of(call)).text).forms
    fields = next(form.fields for form in forms if "title_en" in form.fields)
    return {name: field.values[-1] for name, field in fields.items() if field.values} | changes
