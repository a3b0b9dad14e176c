"""Forms of the account pages: django-allauth's, in our words.

Nothing is imported here: allauth asks for `name.Name` while its own forms are half loaded.
"""
