"""The shelf of letters: one file per noun, one function per occasion. Their words: templates/messages/members/."""
