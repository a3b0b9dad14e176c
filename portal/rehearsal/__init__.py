"""The rehearsal: a whole year at full size, walked with the verbs on servers of its own, and looked at from all sides."""
