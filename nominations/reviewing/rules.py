"""Rules: small questions, one line each."""


def may_keep_committee(user) -> bool:
    """Name reviewers, assign nominations to them, take them back."""
    return user.is_authenticated and user.is_secretariat
