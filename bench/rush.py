"""A rush: whole nominations at a steady rate beside page views, against gunicorn; then the ledger."""
