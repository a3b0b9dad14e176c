"""The demo year: invented people, told with the verbs. Every name, text and date in it is invented."""
