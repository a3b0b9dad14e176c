"""The statistics of a call: counted, hidden where small, kept, and told as page and files."""
