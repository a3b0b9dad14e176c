"""The optimiser: what it is asked, what it finds, and how both are told. It proposes; people decide."""
