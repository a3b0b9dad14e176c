"""What people fill in over days: kept whatever it is, judged only when asked."""
