"""Measures what the portal costs: CPU, statements and SQL time of its pages at several sizes, mails, and a rush."""
