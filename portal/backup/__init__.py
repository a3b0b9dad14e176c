"""Backup and restore: a dump and its manifest from one snapshot, beside a shelf of the files that its rows name."""
