"""Who may do what to whom belongs: one question a line."""


def may_run_accessions(user) -> bool:
    return user.is_secretariat


def may_keep_members(user) -> bool:
    """Suspend, reinstate, record a leaving; name delegates and end them."""
    return user.is_secretariat


def may_keep_people(user) -> bool:
    """Correct, merge, import people; appoint them, renew and end terms."""
    return user.is_secretariat


def may_keep_facts(user) -> bool:
    """Correct what is told of a working group or a project, list another project, and name who answers for it."""
    return user.is_secretariat
