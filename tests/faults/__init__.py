"""What breaks on deadline night, on real processes: after each fault ledger, database, files and mails must agree."""
