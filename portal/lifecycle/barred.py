"""Bars: what does not exist for an account, because a conflict of interest stands between it and a nomination.

Conflicts and nominations live floors above, so they are asked for by name. A model whose rows hang on a nomination
says so by BARRED_BY, the way from a row to it (`nomination`); its lists, letters and Events then follow by themselves.
All of it is part of the statement that reads the rows: a bar costs no statement of its own.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Concat, StrIndex


def bars(user):
    """The conflicts because of which a nomination is not there for this account."""
    return apps.get_model("reviewing.Conflict").objects.barring(user)


def barred(user):
    """The primary keys of those nominations, as a queryset."""
    return bars(user).values("nomination")


def unbarred(rows, user, path=""):
    """Rows without those that hang on such a nomination; path: the way to it, where the model does not say."""
    return rows.exclude(**{f"{path or rows.model.BARRED_BY}__in": barred(user)})


def speaks_of_barred(user, kind, key) -> Q:
    """That a row of the log, or a letter, is about such a thing. kind, key: its columns for the kind and the key."""
    found = Q()
    for model in apps.get_models():
        if path := getattr(model, "BARRED_BY", ""):
            gone = model._base_manager.filter(**{f"{path}__in": barred(user)}).order_by()
            keys = gone.values_list(Cast("pk", CharField()))
            found |= Q(**{kind: ContentType.objects.get_for_model(model), f"{key}__in": keys})
    return found


def names_barred(user, *columns) -> Exists:
    """That the words of a row name such a nomination, by its reference or by its person's name, whatever it is about."""
    words = Concat(*(OuterRef(column) for column in columns)) if len(columns) > 1 else OuterRef(columns[0])
    rows = apps.get_model("nominations.Nomination")._base_manager.filter(pk__in=barred(user))
    rows = rows.alias(called=StrIndex(words, "reference"), named=StrIndex(words, "display_name"))
    return Exists(rows.filter(Q(called__gt=0) | Q(named__gt=0) & ~Q(display_name="")))
