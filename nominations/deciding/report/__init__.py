"""The selection report of a call, part by part; `whole` puts it together."""
