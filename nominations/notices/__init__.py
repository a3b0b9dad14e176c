"""The shelf of letters: one function per occasion, in the past tense. Their words: templates/messages/nominations/."""
