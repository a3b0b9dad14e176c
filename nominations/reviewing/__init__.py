"""The committee's work: conflicts, assignment, reviews. It stands above the nominations, which know nothing of it."""
