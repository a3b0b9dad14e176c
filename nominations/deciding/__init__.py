"""From scores to seats: the workbench, decisions, their publication, offers. It stands above the committee's work."""
