"""What whoever was selected fills in."""
