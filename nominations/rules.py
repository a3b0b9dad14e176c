"""Rules: small questions, one line each."""


def owns(user, nomination) -> bool:
    """Whether this is the person's own nomination."""
    return user.is_authenticated and nomination.person.user_id == user.pk


def may_edit(user, nomination, at) -> bool:
    """Whether it is theirs and still to be changed, by the state that they may know."""
    return owns(user, nomination) and nomination.shown_status(at) in nomination.AT_WORK


def may_submit(user, nomination, at) -> bool:
    return may_edit(user, nomination, at) and nomination.takes_answers(at)


def may_withdraw(user, nomination, at) -> bool:
    return may_edit(user, nomination, at) and not may_delete(user, nomination)


def may_reinstate(user, nomination, at) -> bool:
    if nomination.status != "withdrawn" or nomination.united_with_id:
        return False
    return owns(user, nomination) and at < nomination.deadline()


def may_delete(user, nomination) -> bool:
    return owns(user, nomination) and nomination.status == "draft" and nomination.submitted_version_id is None


def may_screen(user) -> bool:
    """Return, declare, ask, note, correct."""
    return user.is_authenticated and user.is_secretariat


def may_read_file(user) -> bool:
    return user.is_authenticated and user.may_read_files


def may_export(user) -> bool:
    """Take the list out of the house as a file."""
    return user.is_authenticated and user.is_secretariat


def may_run_calls(user) -> bool:
    """Prepare, publish, extend and conclude calls."""
    return user.is_authenticated and user.is_secretariat
